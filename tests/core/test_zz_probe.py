import sys; sys.path.insert(0,'/work/wt/grantcore')
from tests.core import test_grants_machine as m
from hypothesis import settings, HealthCheck, Phase, seed
from hypothesis.stateful import run_state_machine_as_test
from tests.conftest import *
import pytest
@pytest.mark.parametrize("n", range(12))
def test_x(supervisor, n):
    M=type("OneDesk", (m.Desk,), {"session": m.at_an_office(supervisor)})
    seed(n+100)(M)
    run_state_machine_as_test(M, settings=settings(max_examples=25, stateful_step_count=40, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)))
