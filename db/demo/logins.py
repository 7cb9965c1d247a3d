"""Who can sign in to the demo city, one per role, and what each can try."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.access import Role
from domain.language import Language

DEMO_PASSWORD = "aport-alma-2018"


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """`clinic` is the clinic's number in its name, None for people of the Fund and patients."""

    login: str
    password: str
    role: Role
    name: str
    clinic: str | None
    try_this: Mapping[Language, str]


def _login(login: str, role: Role, name: str, clinic: str | None, kk: str, ru: str, en: str) -> DemoLogin:
    words = {Language.KK: kk, Language.RU: ru, Language.EN: en}
    return DemoLogin(login, DEMO_PASSWORD, role, name, clinic, words)


DEMO_LOGINS: tuple[DemoLogin, ...] = (
    _login(
        "registrar9", Role.REGISTRAR, "Қарлығаш Бекова", "9",
        "«galymzhan» деп іздеңіз, жаңа адамды тіркеңіз, оны дәрігерге бекітіңіз",
        "Найдите «galymzhan», зарегистрируйте человека и прикрепите его к врачу",
        "Search for “galymzhan”, register a person and attach them to a doctor",
    ),
    _login(
        "registrar17", Role.REGISTRAR, "Наталья Ким", "17",
        "№ 9 емханадағы адамды ЖСН бойынша тауып, осында бекітіңіз; тізімі толған дәрігерді таңдап көріңіз",
        "Найдите по ИИН человека из поликлиники № 9 и прикрепите его сюда; попробуйте врача с полным списком",
        "Find a person of polyclinic No. 9 by IIN and attach them here; try a doctor whose list is full",
    ),
    _login(
        "nurse9", Role.NURSE, "Әйгерім Сапарова", "9",
        "Отбасын тауып, баланың картасын ашыңыз",
        "Найдите семью и откройте карту ребёнка",
        "Find a family and open a child's card",
    ),
    _login(
        "doctor9", Role.DOCTOR, "Дәурен Омаров", "9",
        "Өз тізіміңізді қараңыз: нормадан қанша адам артық?",
        "Посмотрите свой список: на сколько человек он больше нормы?",
        "Look at your own list: how far over the norm is it?",
    ),
    _login(
        "head9", Role.HEAD_DOCTOR, "Сәуле Тулегенова", "9",
        "Дәрігерлердің жүктемесін қараңыз, екі жазбаны біріктіріп, қайта ажыратыңыз",
        "Посмотрите нагрузку врачей, объедините две записи одного человека и разъедините их",
        "See the load per doctor, merge two records of one person and undo it",
    ),
    _login(
        "admin9", Role.CLINIC_ADMIN, "Тимур Волков", "9",
        "Қызметкерге кіру құқығын беріңіз, рұқсаттар кестесін және қараулар журналын ашыңыз",
        "Заведите учётную запись, откройте таблицу прав и журнал просмотров",
        "Create an account, open the permission matrix and the audit trail",
    ),
    _login(
        "operator9", Role.OPERATOR, "Мадина Розиева", "9",
        "Қоңырау шалған адамды телефоны бойынша табыңыз",
        "Найдите звонящего по номеру телефона",
        "Find a caller by the phone number",
    ),
    _login(
        "auditor", Role.AUDITOR, "Олжас Нұрпейісов", None,
        "Алматы емханаларын салыстырыңыз, нормадан артық тізімдерді табыңыз, Excel-ге шығарыңыз",
        "Сравните поликлиники Алматы, найдите списки сверх нормы, выгрузите их в Excel",
        "Compare the clinics of Almaty, find lists over the norm, export them to Excel",
    ),
    _login(
        "officer", Role.FUND_OFFICER, "Ирина Шнайдер", None,
        "Аудитордың есептік жазбасын ашыңыз, себебін жазып, бір адамның атын көріңіз",
        "Заведите учётную запись аудитора, раскройте личность одного человека с указанием причины",
        "Create an auditor's account, reveal one person's identity with a reason",
    ),
    _login(
        "patient", Role.PATIENT, "Әлия Ахметова", None,
        "Өз картаңызды және оны кім оқығанын қараңыз",
        "Посмотрите свою карту и кто её читал",
        "See your own record and who has read it",
    ),
)  # fmt: skip
