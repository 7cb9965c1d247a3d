"""The sentences of errors that a person may meet, in the three languages."""

from domain.language import Language

_MESSAGES: dict[str, dict[Language, str]] = {
    "UNAUTHENTICATED": {
        Language.KK: "Жүйеге кіріңіз.",
        Language.RU: "Войдите в систему.",
        Language.EN: "Sign in first.",
    },
    "FORBIDDEN": {
        Language.KK: "Сіздің рөліңізге бұл әрекет рұқсат етілмеген: {action}. Кімге жүгіну керек: {ask}.",
        Language.RU: "Вашей роли это действие не разрешено: {action}. Обратитесь к роли: {ask}.",
        Language.EN: "Your role may not do this: {action}. Ask somebody who is: {ask}.",
    },
    "OWN_PASSWORD_FIRST": {
        Language.KK: "Құпиясөзіңізді басқа адам берген. Алдымен өз құпиясөзіңізді қойыңыз.",
        Language.RU: "Ваш пароль выдан другим человеком. Сначала задайте свой пароль.",
        Language.EN: "Your password came from somebody else. Choose your own first.",
    },
    "NOT_FOUND": {
        Language.KK: "Табылмады немесе сізге көрінбейді.",
        Language.RU: "Не найдено или вам не видно.",
        Language.EN: "Not found, or not visible to you.",
    },
    "BAD_USER_INPUT": {
        Language.KK: "Енгізілген мән жарамсыз.",
        Language.RU: "Введённое значение недопустимо.",
        Language.EN: "A value of the input is not valid.",
    },
    "TOO_MANY_REQUESTS": {
        Language.KK: "Сұраулар тым жиі. Сәл күтіңіз.",
        Language.RU: "Слишком много запросов. Немного подождите.",
        Language.EN: "Too many requests. Wait a little.",
    },
    "TIMEOUT": {
        Language.KK: "Жауап тым ұзақ күттірді; ештеңе өзгерген жоқ. Қайталап көріңіз.",
        Language.RU: "Ответ занял слишком много времени; ничего не изменено. Повторите попытку.",
        Language.EN: "The answer took too long; nothing was changed. Try again.",
    },
    "UNAVAILABLE": {
        Language.KK: "Жүйе қазір жауап бере алмайды. Бірнеше секундтан кейін қайталаңыз.",
        Language.RU: "Система сейчас не может ответить. Повторите через несколько секунд.",
        Language.EN: "The system cannot answer just now. Try again in a few seconds.",
    },
    "INTERNAL_SERVER_ERROR": {
        Language.KK: "Күтпеген қате. Қолдау қызметіне мына нөмірді айтыңыз: {id}.",
        Language.RU: "Непредвиденная ошибка. Сообщите поддержке номер: {id}.",
        Language.EN: "Something unexpected happened. Tell support this number: {id}.",
    },
}


def message_for(code: str, language: Language) -> str:
    return _MESSAGES[code][language]
