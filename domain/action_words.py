"""What each named action means, for the page of permissions."""

from collections.abc import Mapping

from domain.access import Action
from domain.language import Language

_WORDS: Mapping[Action, tuple[str, str, str]] = {
    Action.READ_REFERENCE: ("Анықтамалықтарды көру", "Видеть справочники", "See reference data"),
    Action.READ_CLINICS: ("Емханаларды көру", "Видеть поликлиники", "See clinics"),
    Action.READ_STAFF: ("Қызметкерлер мен дәрігер тізімдерін көру", "Видеть сотрудников и списки врачей", "See staff and doctors' lists"),
    Action.READ_PATIENTS: ("Адамдардың жазбаларын көру", "Видеть записи людей", "See people's records"),
    Action.READ_IDENTITY: ("Адамның кім екенін көру", "Видеть личность человека", "See who a person is"),
    Action.SEARCH_PATIENTS: ("Адамды іздеу", "Искать человека", "Search for a person"),
    Action.FIND_ELSEWHERE: ("Басқа емхананың адамын ЖСН бойынша табу", "Находить по ИИН человека из другой поликлиники", "Find a person of another clinic by IIN"),
    Action.REGISTER_PATIENT: ("Адамды тіркеп жазу", "Регистрировать человека", "Register a person"),
    Action.UPDATE_PATIENT: ("Жазбаны түзету", "Исправлять запись", "Correct a record"),
    Action.LINK_FAMILY: ("Отбасын байланыстыру", "Связывать семью", "Link a family"),
    Action.MERGE_PATIENTS: ("Екі жазбаны біріктіру және ажырату", "Объединять и разъединять записи", "Merge and un-merge records"),
    Action.ATTACH_PATIENT: ("Емханаға тіркеу", "Прикреплять к поликлинике", "Attach a person"),
    Action.OVERRIDE_RULE: ("Кеңес беретін ережеден себеппен ауытқу", "Отступать от правила с указанием причины", "Override a rule with a reason"),
    Action.READ_READERS: ("Жазбаны кім оқығанын көру", "Видеть, кто читал запись", "See who has read a record"),
    Action.REVEAL_IDENTITY: ("Жасырын тұлғаны себеппен ашу", "Раскрывать личность с указанием причины", "Reveal an identity with a reason"),
    Action.EXPORT: ("Тізімді файлға шығару", "Выгружать список в файл", "Export a list"),
    Action.READ_AUDIT: ("Аудит ізін қарау", "Смотреть журнал доступа", "Search the audit trail"),
    Action.READ_PERMISSIONS: ("Құқықтар кестесін көру", "Видеть таблицу прав", "See the permission matrix"),
    Action.MANAGE_ACCOUNTS: ("Пайдаланушыларды басқару", "Управлять пользователями", "Manage accounts"),
    Action.KEEP_DRAFTS: ("Толтырылған нысанды сақтай тұру", "Сохранять черновики", "Keep drafts"),
    Action.READ_IMMUNIZATIONS: ("Егулерді және олардың жоспарын көру", "Видеть прививки и их план", "See immunizations and their plan"),
    Action.READ_VACCINATION_WORK: ("Вакцина қорын, екпе сеанстарын және сыныптарды көру", "Видеть запас вакцин, сеансы и классы", "See vaccine stock, sessions and classes"),
    Action.EXCHANGE_IMMUNIZATIONS: ("Егулерді FHIR түрінде алу", "Получать прививки в форме FHIR", "Read immunizations in the FHIR form"),
    Action.RECORD_DOSE: ("Егуді жазу, түзету, күшін жою", "Записывать, исправлять и аннулировать прививку", "Record, correct and void a dose"),
    Action.REPORT_ADVERSE_EVENT: ("Егуден кейінгі жағымсыз көріністі хабарлау", "Сообщать о нежелательном проявлении", "Report an adverse event"),
    Action.DEFER_IMMUNIZATION: ("Медициналық шегеру беру", "Давать медотвод", "Defer for medical reasons"),
    Action.RECORD_CONSENT: ("Егуге келісімді немесе бас тартуды тіркеу", "Записывать согласие или отказ", "Record consent or refusal"),
    Action.RECORD_TUBERCULIN_TEST: ("Манту және Диаскинтест жазу", "Записывать Манту и Диаскинтест", "Record Mantoux and Diaskintest"),
    Action.ISSUE_CERTIFICATE: ("Екпе анықтамасын беру және күшін жою", "Выдавать и аннулировать справки о прививках", "Issue and revoke vaccination certificates"),
    Action.READ_OBSERVATIONS: ("Екпеге әсер ететін құпия жағдайларды көру", "Видеть конфиденциальные состояния, влияющие на прививки", "See confidential conditions that bear on vaccines"),
    Action.RECORD_OBSERVATION: ("Екпеге әсер ететін жағдайды жазу және күшін жою", "Записывать и аннулировать состояния, влияющие на прививки", "Record and void conditions that bear on vaccines"),
    Action.IMPORT_DOSES: ("Бұрынғы егулерді файлдан енгізу және кері қайтару", "Вносить прежние прививки из файла и отменять это", "Import old doses from a file, and undo it"),
    Action.MANAGE_VACCINE_LOTS: ("Вакцина серияларын кіріске алу және есептен шығару", "Принимать и списывать серии вакцин", "Receive and write off vaccine lots"),
    Action.PLAN_SESSION: ("Екпе сеансын жоспарлау", "Планировать сеанс прививок", "Plan a vaccination session"),
    Action.SECURE_OWN_ACCOUNT: ("Өз құпиясөзі мен растау кодын басқару", "Управлять своим паролем и кодом подтверждения", "Manage one's own password and confirmation code"),
    Action.READ_REMINDERS: ("Еске салулар журналын көру", "Видеть журнал напоминаний", "See the ledger of reminders"),
    Action.PREVIEW_REMINDERS: ("Күннің еске салуларын алдын ала көру", "Видеть напоминания дня заранее", "See a day's reminders beforehand"),
    Action.RETRY_REMINDER: ("Жетпеген еске салуды қайта жіберу", "Отправлять напоминание снова", "Try a reminder again"),
    Action.CHOOSE_REMINDERS: ("Еске салудан бас тартуды және қайтаруды жазу", "Записывать отказ от напоминаний и его отмену", "Record who wants no reminders"),
}  # fmt: skip


def action_in_words(action: Action, language: Language) -> str:
    """As a sentence for people who grant it, not for programs."""
    return _WORDS[action][(Language.KK, Language.RU, Language.EN).index(language)]
