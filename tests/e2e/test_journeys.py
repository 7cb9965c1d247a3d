"""What the staff do all day, in a real Chromium against the whole system."""

import pytest

from tests.e2e.conftest import Journey

pytestmark = pytest.mark.slow


def test_a_registrar_registers_and_attaches_by_key_alone(walk: Journey) -> None:
    walk("register")


def test_an_auditor_sees_initials_until_a_reason_is_given_and_exports_what_is_listed(walk: Journey) -> None:
    walk("audit")


def test_a_colleague_gets_a_password_of_their_own_and_a_code_beside_it(walk: Journey) -> None:
    walk("account")


def test_a_session_warns_before_it_ends_and_takes_no_typing_with_it(walk: Journey) -> None:
    walk("session")


def test_what_is_typed_while_the_server_is_away_is_kept_when_it_is_back(walk: Journey) -> None:
    walk("draft")


def test_escape_is_one_step_back_and_takes_no_typing_with_it(walk: Journey) -> None:
    walk("escape")


def test_a_card_reader_opens_the_person_under_a_kazakh_layout(walk: Journey) -> None:
    walk("scanner")


def test_a_move_is_refused_with_the_rule_and_goes_on_with_the_waiver(walk: Journey) -> None:
    walk("move")


def test_a_person_is_detached_by_key_and_taken_back(walk: Journey) -> None:
    walk("detach")


def test_a_newborn_has_the_mothers_address_phone_and_tie(walk: Journey) -> None:
    walk("newborn")


def test_a_nurse_does_a_class_while_the_network_is_away_and_no_dose_is_lost_or_doubled(walk: Journey) -> None:
    walk("vaccinate")


def test_a_session_is_there_after_a_reload_without_a_network_and_its_dose_arrives_once(walk: Journey) -> None:
    walk("offline")


def test_a_dose_of_an_outbreak_moves_no_routine_dose(walk: Journey) -> None:
    walk("outbreak")


def test_a_class_is_given_doses_of_an_outbreak_and_no_tap_hits_another_action(walk: Journey) -> None:
    walk("outbreak-session")


def test_a_certificate_is_issued_printed_checked_by_a_stranger_and_revoked(walk: Journey) -> None:
    walk("certificate")


def test_old_doses_come_from_a_file_and_go_back(walk: Journey) -> None:
    walk("import")


def test_a_new_version_of_the_client_takes_over_and_no_unsent_dose_is_lost(walk: Journey) -> None:
    walk("update")


def test_on_a_phone_the_fate_of_a_message_and_the_share_covered_are_in_sight(walk: Journey) -> None:
    walk("narrow")


@pytest.mark.parametrize("role", ["NOBODY", "REGISTRAR", "NURSE", "AUDITOR", "PATIENT", "CLINIC_ADMIN"])
def test_every_page_is_accessible_and_speaks_every_language(walk: Journey, role: str) -> None:
    walk("every-page", role)
