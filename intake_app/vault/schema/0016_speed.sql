-- Both names together with the year of birth are one key more (duplicates/keys.py): everybody's keys
-- are made again, some at a time while the desk rests.
INSERT INTO dup_todo SELECT key FROM person WHERE key NOT IN (SELECT person_key FROM dup_todo);

PRAGMA user_version = 16;
