-- One view per notion, for indicators. No names, no telephone, document or case numbers, no birth
-- days, no free text. Give readers these views and not the tables:
--   GRANT SELECT ON person, homecoming, household, same_person, consent, case_file, plan,
--     grant_request, grant_money, grant_step, progress, follow_up, closure, refusal, given_item, child_entry,
--     dossier, survey, instrument, referral, document,
--     decision, erasure, office_amount, imported_pack TO indicators;
-- Every column copes with a body that lacks it or holds another type: a single odd record must
-- not break a report. Dates stay ISO text, which sorts and groups.

-- Persons who do not want to be counted: their newest word on statistics is a no, or the consent to
-- it was taken back, and no other legal basis stands. The views of persons and cases leave them out.
CREATE OR REPLACE VIEW uncounted AS
SELECT office, body ->> 'person_id' AS person_id
FROM record
WHERE kind IN ('consent', 'refusal') AND body ->> 'purpose' = 'statistics'
GROUP BY office, body ->> 'person_id'
HAVING bool_or(kind = 'refusal' OR body ->> 'withdrawn_on' IS NOT NULL)
    AND NOT bool_or(kind = 'consent' AND body ->> 'withdrawn_on' IS NULL
        AND coalesce(body ->> 'legal_basis', 'consent') <> 'consent')
    AND (
        max(body ->> 'given_on') FILTER (
            WHERE kind = 'consent' AND body ->> 'withdrawn_on' IS NULL) IS NULL
        OR max(body ->> 'given_on') FILTER (
            WHERE kind = 'consent' AND body ->> 'withdrawn_on' IS NULL)
            < max(body ->> 'refused_on') FILTER (WHERE kind = 'refusal')
    );

CREATE OR REPLACE VIEW uncounted_case AS
SELECT record.office, record.id AS case_id
FROM record JOIN uncounted ON uncounted.office = record.office
    AND uncounted.person_id = record.body ->> 'person_id'
WHERE record.kind = 'case';

CREATE OR REPLACE VIEW person AS
SELECT office, id,
    body ->> 'sex' AS sex,
    substring(body ->> 'birth' FROM '^\d{4}') AS birth_year,
    body ->> 'nationality' AS nationality,
    body ->> 'language' AS language,
    body ->> 'household_id' AS household_id,
    left(body ->> 'registered_at', 10) AS registered_on,
    revision, received_at,
    body #>> '{background,marital}' AS marital_status,
    body #>> '{background,schooling}' AS education,
    body #>> '{background,intention}' AS intention
FROM record WHERE kind = 'person'
    AND NOT EXISTS (SELECT FROM uncounted WHERE uncounted.office = record.office
        AND uncounted.person_id = record.id);

CREATE OR REPLACE VIEW household AS
SELECT office, id, revision, received_at
FROM record WHERE kind = 'household';

CREATE OR REPLACE VIEW homecoming AS
SELECT office, id,
    body ->> 'person_id' AS person_id,
    body ->> 'from_country' AS from_country,
    body ->> 'kind' AS return_kind,
    body ->> 'arrived_on' AS arrived_on,
    revision, received_at
FROM record WHERE kind = 'homecoming'
    AND NOT EXISTS (SELECT FROM uncounted WHERE uncounted.office = record.office
        AND uncounted.person_id = record.body ->> 'person_id');

CREATE OR REPLACE VIEW same_person AS
SELECT office, id,
    body ->> 'one' AS one,
    body ->> 'other' AS other,
    left(body ->> 'linked_at', 10) AS linked_on,
    left(nullif(body ->> 'ended_at', ''), 10) AS ended_on,
    revision, received_at
FROM record WHERE kind = 'same_person';

CREATE OR REPLACE VIEW consent AS
SELECT office, id,
    body ->> 'person_id' AS person_id,
    body ->> 'purpose' AS purpose,
    body ->> 'legal_basis' AS legal_basis,
    body ->> 'given_how' AS given_how,
    body ->> 'language' AS language,
    body ->> 'given_on' AS given_on,
    body ->> 'withdrawn_on' AS withdrawn_on,
    revision, received_at
FROM record WHERE kind = 'consent';

CREATE OR REPLACE VIEW refusal AS
SELECT office, id,
    body ->> 'person_id' AS person_id,
    body ->> 'purpose' AS purpose,
    body ->> 'answer' AS answer,
    body ->> 'language' AS language,
    body ->> 'refused_on' AS refused_on,
    revision, received_at
FROM record WHERE kind = 'refusal';

CREATE OR REPLACE VIEW case_file AS
SELECT office, id,
    body ->> 'person_id' AS person_id,
    body ->> 'homecoming_id' AS homecoming_id,
    body ->> 'pack' AS pack,
    body ->> 'stage' AS stage,
    body ->> 'opened_on' AS opened_on,
    owner, epoch, revision, received_at,
    CASE WHEN jsonb_typeof(body -> 'funds') = 'array' THEN body -> 'funds' END AS funds,
    body ->> 'plan_until' AS plan_until
FROM record WHERE kind = 'case'
    AND NOT EXISTS (SELECT FROM uncounted WHERE uncounted.office = record.office
        AND uncounted.person_id = record.body ->> 'person_id');

CREATE OR REPLACE VIEW plan AS
SELECT office, id, case_id,
    CASE WHEN jsonb_typeof(body -> 'version') = 'number'
        THEN (body ->> 'version')::numeric END AS version,
    body ->> 'state' AS state,
    left(body ->> 'written_at', 10) AS written_on,
    revision, received_at
FROM record WHERE kind = 'plan'
    AND NOT EXISTS (SELECT FROM uncounted_case WHERE uncounted_case.office = record.office
        AND uncounted_case.case_id = record.case_id);

CREATE OR REPLACE VIEW progress AS
SELECT office, id, case_id,
    body ->> 'plan_id' AS plan_id,
    body ->> 'activity_id' AS activity_id,
    body ->> 'status' AS status,
    body ->> 'noted_on' AS noted_on,
    coalesce(body ->> 'file_id', '') <> '' AS has_file,
    revision, received_at
FROM record WHERE kind = 'progress'
    AND NOT EXISTS (SELECT FROM uncounted_case WHERE uncounted_case.office = record.office
        AND uncounted_case.case_id = record.case_id);

-- What was done for a child and when; desks send no words of it. ``mark`` is a code: what an attempt
-- came to, whether a determination was confirmed, what something went abroad for.
CREATE OR REPLACE VIEW child_entry AS
SELECT office, id, case_id,
    body ->> 'kind' AS entry,
    body ->> 'on' AS done_on,
    body ->> 'mark' AS mark,
    revision, received_at
FROM record WHERE kind = 'child_entry'
    AND NOT EXISTS (SELECT FROM uncounted_case WHERE uncounted_case.office = record.office
        AND uncounted_case.case_id = record.case_id);

-- What was found at a follow-up, without a word of anybody. ``in_time``: inside its window.
CREATE OR REPLACE VIEW follow_up AS
SELECT office, id, case_id,
    CASE WHEN jsonb_typeof(body -> 'month') = 'number'
        THEN (body ->> 'month')::numeric END AS month,
    body ->> 'due_on' AS due_on,
    body ->> 'state' AS state,
    body ->> 'settled_on' AS settled_on,
    CASE WHEN jsonb_typeof(body -> 'attempts') = 'array'
        THEN jsonb_array_length(body -> 'attempts') END AS attempts,
    body #>> '{visit,on}' AS made_on,
    body #>> '{visit,way}' AS way,
    body #>> '{visit,business}' AS business,
    body #>> '{visit,intention}' AS intention,
    CASE WHEN jsonb_typeof(body #> '{visit,jobs}') = 'number'
        THEN (body #>> '{visit,jobs}')::numeric END AS jobs,
    CASE WHEN jsonb_typeof(body #> '{visit,satisfaction}') = 'number'
        THEN (body #>> '{visit,satisfaction}')::numeric END AS satisfaction,
    CASE WHEN jsonb_typeof(body #> '{visit,income,minor}') = 'number'
        THEN (body #>> '{visit,income,minor}')::numeric END AS income_minor,
    body #>> '{visit,income,currency}' AS income_currency,
    CASE WHEN jsonb_typeof(body -> 'tolerance') = 'number'
        AND body ->> 'due_on' ~ '^\d{4}-\d\d-\d\d$' AND body #>> '{visit,on}' ~ '^\d{4}-\d\d-\d\d$'
        THEN (body #>> '{visit,on}')::date - (body ->> 'due_on')::date
            <= (body ->> 'tolerance')::numeric END AS in_time,
    revision, received_at
FROM record WHERE kind = 'follow_up'
    AND NOT EXISTS (SELECT FROM uncounted_case WHERE uncounted_case.office = record.office
        AND uncounted_case.case_id = record.case_id);

CREATE OR REPLACE VIEW closure AS
SELECT office, id, case_id,
    body ->> 'state' AS state,
    body ->> 'reason' AS reason,
    left(body ->> 'asked_at', 10) AS asked_on,
    body ->> 'closed_on' AS closed_on,
    body ->> 'kept_until' AS kept_until,
    revision, received_at
FROM record WHERE kind = 'closure'
    AND NOT EXISTS (SELECT FROM uncounted_case WHERE uncounted_case.office = record.office
        AND uncounted_case.case_id = record.case_id);

-- The sum of the entries of a grant that were not taken back; 0 for anything else than such a list.
CREATE OR REPLACE FUNCTION standing_sum(entries jsonb) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(sum((entry #>> '{amount,minor}')::numeric), 0)
    FROM jsonb_array_elements(CASE WHEN jsonb_typeof(entries) = 'array' THEN entries ELSE '[]' END)
        AS entry
    WHERE jsonb_typeof(entry #> '{amount,minor}') = 'number'
        AND coalesce(entry ->> 'taken_back_at', '') = ''
$$;

CREATE OR REPLACE VIEW grant_request AS
SELECT office, id, case_id,
    body ->> 'plan_id' AS plan_id,
    body ->> 'package' AS package,
    body ->> 'form' AS form,
    body ->> 'payment' AS payment,
    body ->> 'state' AS state,
    CASE WHEN jsonb_typeof(body #> '{amount,minor}') = 'number'
        THEN (body #>> '{amount,minor}')::numeric END AS amount_minor,
    body #>> '{amount,currency}' AS currency,
    left(body ->> 'requested_at', 10) AS requested_on,
    revision, received_at,
    standing_sum(body -> 'deliveries') AS paid_minor,
    standing_sum(body -> 'proofs') AS proved_minor,
    standing_sum(body -> 'refunds') AS refunded_minor,
    CASE WHEN jsonb_typeof(body -> 'parts') = 'array'
        THEN greatest(jsonb_array_length(body -> 'parts'), 1) ELSE 1 END AS instalments,
    CASE WHEN jsonb_typeof(body -> 'quotes') = 'array'
        THEN jsonb_array_length(body -> 'quotes') ELSE 0 END AS quotes,
    -- The programme whose money it is: a further one that pays in the case, or the case's own.
    coalesce(nullif(body ->> 'pack', ''), (
        SELECT max(file.pack) FROM case_file AS file
        WHERE file.office = record.office AND file.id = record.case_id)) AS fund
FROM record WHERE kind = 'grant'
    AND NOT EXISTS (SELECT FROM uncounted_case WHERE uncounted_case.office = record.office
        AND uncounted_case.case_id = record.case_id);

-- What is committed, paid and given back, by programme, package and state.
CREATE OR REPLACE VIEW grant_money AS
SELECT office, package, currency, state, count(*) AS grants,
    sum(CASE WHEN state IN ('requested', 'checked', 'agreed', 'approved', 'delivered', 'verified')
            THEN amount_minor - refunded_minor
        WHEN state = 'closed' THEN paid_minor - refunded_minor ELSE 0 END) AS committed_minor,
    sum(paid_minor) AS paid_minor, sum(proved_minor) AS proved_minor,
    sum(refunded_minor) AS refunded_minor, fund
FROM grant_request GROUP BY office, fund, package, currency, state;

-- Each signed yes to a step of a grant. `is_by_another`: whoever gave it did not write the request.
CREATE OR REPLACE VIEW grant_step AS
SELECT asked.office, asked.id AS grant_id, asked.case_id,
    CASE said.body ->> 'kind' WHEN 'grant' THEN 'check'
        ELSE replace(said.body ->> 'kind', 'grant_', '') END AS step,
    left(said.body ->> 'decided_at', 10) AS decided_on,
    coalesce(said.body ->> 'decided_by' <> asked.body ->> 'author', false)
        AND NOT coalesce(asked.body -> 'writers', '[]') ? (said.body ->> 'decided_by')
        AS is_by_another,
    said.received_at
FROM record AS asked JOIN record AS said ON said.kind = 'decision' AND said.office = asked.office
    AND said.body ->> 'record_id' = asked.id::text AND said.body ->> 'verdict' = 'approved'
WHERE asked.kind = 'grant' AND said.body ->> 'kind' LIKE 'grant%'
    AND NOT EXISTS (SELECT FROM uncounted_case WHERE uncounted_case.office = asked.office
        AND uncounted_case.case_id = asked.case_id);

CREATE OR REPLACE VIEW given_item AS
SELECT office, id, case_id,
    body ->> 'kind' AS kind,
    body ->> 'package' AS package,
    body ->> 'handed' AS handed,
    CASE WHEN jsonb_typeof(body -> 'quantity') = 'number'
        THEN (body ->> 'quantity')::numeric END AS quantity,
    CASE WHEN jsonb_typeof(body #> '{value,minor}') = 'number'
        THEN (body #>> '{value,minor}')::numeric END AS amount_minor,
    body #>> '{value,currency}' AS currency,
    left(body ->> 'given_on', 10) AS given_on,
    coalesce(body ->> 'receipt_on', '') <> '' AS is_signed_for,
    coalesce(body ->> 'taken_back_at', '') <> '' AS is_taken_back,
    revision, received_at
FROM record WHERE kind = 'given_item'
    AND NOT EXISTS (SELECT FROM uncounted_case WHERE uncounted_case.office = record.office
        AND uncounted_case.case_id = record.case_id);

CREATE OR REPLACE VIEW dossier AS
SELECT office, id, case_id,
    CASE WHEN jsonb_typeof(body -> 'answers') = 'object'
        THEN (SELECT count(*) FROM jsonb_object_keys(body -> 'answers')) END AS answers,
    CASE WHEN jsonb_typeof(body -> 'modules') = 'array'
        THEN jsonb_array_length(body -> 'modules') END AS modules,
    CASE WHEN jsonb_typeof(body -> 'papers') = 'array'
        THEN jsonb_array_length(body -> 'papers') END AS papers,
    revision, received_at
FROM record WHERE kind = 'dossier'
    AND NOT EXISTS (SELECT FROM uncounted_case WHERE uncounted_case.office = record.office
        AND uncounted_case.case_id = record.case_id);

-- Which questionnaires offices use; the questions themselves are in the table.
CREATE OR REPLACE VIEW instrument AS
SELECT office, id,
    body #>> '{questionnaire,form_id}' AS form_id,
    body #>> '{questionnaire,version}' AS version,
    left(body ->> 'imported_at', 10) AS imported_on,
    revision, received_at
FROM record WHERE kind = 'instrument';

-- That somebody was asked, when and how much was answered: no answer. What was taken out of its case
-- again counts nowhere.
CREATE OR REPLACE VIEW survey AS
SELECT office, id, case_id,
    body ->> 'instrument_id' AS instrument_id,
    body ->> 'round' AS round,
    left(body ->> 'answered_on', 10) AS answered_on,
    CASE WHEN jsonb_typeof(body -> 'answers') = 'object'
        THEN (SELECT count(*) FROM jsonb_object_keys(body -> 'answers')) END AS answers,
    revision, received_at
FROM record WHERE kind = 'survey'
    AND coalesce(body ->> 'taken_back_at', '') = ''
    AND NOT EXISTS (SELECT FROM uncounted_case WHERE uncounted_case.office = record.office
        AND uncounted_case.case_id = record.case_id);

CREATE OR REPLACE VIEW referral AS
SELECT office, id, case_id,
    body ->> 'provider_id' AS provider_id,
    body ->> 'sector' AS sector,
    body ->> 'urgency' AS urgency,
    body ->> 'state' AS state,
    left(body ->> 'referred_at', 10) AS referred_on,
    revision, received_at,
    coalesce(body ->> 'direction', 'out') AS direction,
    -- The first step is the service's yes or no, or our own taking back, which is no answer.
    CASE WHEN body #>> '{steps,0,state}' IN ('accepted', 'rejected')
        THEN left(body #>> '{steps,0,at}', 10) END AS first_answer_on,
    CASE WHEN jsonb_typeof(body -> 'rating') = 'number'
        THEN (body ->> 'rating')::numeric END AS rating
FROM record WHERE kind = 'referral'
    AND NOT EXISTS (SELECT FROM uncounted_case WHERE uncounted_case.office = record.office
        AND uncounted_case.case_id = record.case_id);

CREATE OR REPLACE VIEW document AS
SELECT record.office, record.id, record.case_id,
    record.body ->> 'kind' AS kind,
    record.body ->> 'language' AS language,
    CASE WHEN jsonb_typeof(record.body -> 'pages') = 'number'
        THEN (record.body ->> 'pages')::numeric END AS pages,
    left(record.body ->> 'issued_at', 10) AS issued_on,
    attachment.size AS bytes,
    attachment.sha256 IS NOT NULL AS is_here,
    record.received_at
FROM record
LEFT JOIN attachment ON attachment.office = record.office AND attachment.id = record.id
WHERE record.kind = 'document'
    AND NOT EXISTS (SELECT FROM uncounted_case WHERE uncounted_case.office = record.office
        AND uncounted_case.case_id = record.case_id);

CREATE OR REPLACE VIEW decision AS
SELECT office, id, case_id,
    body ->> 'kind' AS about,
    body ->> 'record_id' AS record_id,
    body ->> 'verdict' AS verdict,
    left(body ->> 'decided_at', 10) AS decided_on,
    received_at
FROM record WHERE kind = 'decision'
    AND NOT EXISTS (SELECT FROM uncounted_case WHERE uncounted_case.office = record.office
        AND uncounted_case.case_id = record.case_id);

CREATE OR REPLACE VIEW erasure AS
SELECT office, id,
    body ->> 'kind' AS about,
    body ->> 'reason' AS reason,
    left(body ->> 'erased_on', 10) AS erased_on,
    received_at
FROM record WHERE kind = 'erasure';

-- Amounts of programmes that an office entered: not about a person. The reason is free text, so not here.
CREATE OR REPLACE VIEW office_amount AS
SELECT office, id,
    body ->> 'pack' AS pack,
    body ->> 'pack_version' AS pack_version,
    CASE WHEN jsonb_typeof(body -> 'number') = 'number'
        THEN (body ->> 'number')::numeric END AS number,
    body ->> 'kind' AS about,
    body ->> 'subject' AS subject,
    body ->> 'group' AS return_group,
    body ->> 'role' AS role,
    body ->> 'per' AS per,
    CASE WHEN jsonb_typeof(body #> '{amount,minor}') = 'number'
        THEN (body #>> '{amount,minor}')::numeric END AS amount_minor,
    body #>> '{amount,currency}' AS currency,
    CASE WHEN jsonb_typeof(body -> 'year') = 'number'
        THEN (body ->> 'year')::numeric END AS year,
    left(body ->> 'at', 10) AS entered_on,
    revision, received_at
FROM record WHERE kind = 'office_amount';

-- Which version of a programme an office imported, and the hash of its files: not about a person.
CREATE OR REPLACE VIEW imported_pack AS
SELECT office, id,
    body ->> 'pack' AS pack,
    body ->> 'version' AS pack_version,
    body ->> 'sha256' AS sha256,
    left(body ->> 'at', 10) AS imported_on,
    revision, received_at
FROM record WHERE kind = 'imported_pack';
