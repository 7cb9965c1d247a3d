"""Why there is no reminder, not yet, or why it failed; and what is refused about them: kk, ru, en."""

REMINDERS: dict[str, tuple[str, str, str]] = {
    "REMINDER_NOT_DEAD": (
        "Бұл хабарды қайта жіберуге болмайды: ол жеткен, кетіп жатыр немесе кері алынған. Журналды жаңартып, "
        "тағдырын қараңыз.",
        "Это сообщение нельзя отправить снова: оно ушло, уходит или отозвано. Обновите журнал и посмотрите, "
        "что с ним стало.",
        "This message cannot be tried again: it has left, is leaving, or was withdrawn. Refresh the ledger and "
        "see what became of it.",
    ),
    "REMINDER_ALREADY_WAITING": (
        "Бұл адамға басқа хабар кезекте тұр, екеуі қатар жіберілмейді. Алдымен соны күтіңіз.",
        "Для этого человека уже ждёт другое сообщение, два сразу не отправляются. Сначала дождитесь его.",
        "Another message to this person is waiting already, and two are not sent together. Wait for that one "
        "first.",
    ),
    "NOTICE_LEFT": (
        "Бір адам {day} бастап басқа емханаға тіркелді.",
        "С {day} один человек прикреплён к другой поликлинике.",
        "From {day} on a person is attached to another clinic.",
    ),
    "WHY_NOT_DUE_ANY_MORE": ("Екпе жасалған немесе енді керек емес", "Прививка уже сделана или не нужна", "The dose was given or is no longer due"),
    "WHY_REFUSED": ("Екпеден бас тартқан", "Есть отказ от прививки", "The vaccination was refused"),
    "WHY_EXEMPT": ("Тұрақты медициналық босату бар", "Постоянный медотвод", "Exempt for medical reasons"),
    "WHY_DEFERRED": ("Медициналық шегеру бар", "Временный медотвод", "Deferred for medical reasons"),
    "WHY_DECEASED": ("Адам қайтыс болған", "Человек умер", "The person has died"),
    "WHY_MERGED": ("Жазба басқа жазбамен біріктірілген", "Запись объединена с другой", "The record was merged into another"),
    "WHY_DETACHED": ("Бұл емханаға тіркелмеген", "Не прикреплён к этой поликлинике", "Not attached to this clinic"),
    "WHY_NOT_THE_GUARDIAN": ("Енді қамқоршысы емес немесе бала ересек болды", "Больше не опекун, или ребёнок вырос", "No longer the guardian, or the child has come of age"),
    "WHY_NO_GUARDIAN": ("Баланың ата-анасы не қамқоршысы жазылмаған", "У ребёнка не записан родитель или опекун", "No parent or guardian of the child is on record"),
    "WHY_TOO_EARLY": ("Еске салатын күні әлі келген жоқ", "День напоминания ещё не наступил", "The day of the reminder has not come"),
    "WHY_TOO_LATE": ("Мерзімі әлдеқашан өткен", "Срок прошёл слишком давно", "It has been due for too long"),
    "WHY_TOLD_LATELY": ("Жақында еске салынған", "Недавно напоминали", "Reminded lately"),
    "WHY_TOLD_ENOUGH": ("Жеткілікті рет еске салынған", "Напоминали достаточно раз", "Reminded often enough"),
    "WHY_OPTED_OUT": ("Хабар алудан бас тартқан", "Отказался от сообщений", "Wants no messages"),
    "WHY_NO_ADDRESS": ("Телефоны да, поштасы да жазылмаған", "Не записан ни телефон, ни почта", "Neither phone nor e-mail is on record"),
    "WHY_NO_CHANNEL": ("Хабар жіберу жолы бапталмаған", "Не настроен ни один канал отправки", "No channel is set up to send by"),
    "WHY_ONE_A_DAY": ("Бүгін басқа хабар алған", "Сегодня уже получил сообщение", "Has had a message today"),
    "WHY_OVER_CAP": ("Бір айдағы хабар шегіне жетті", "Достигнут предел сообщений за месяц", "The most for a month has been reached"),
    "WHY_QUIET_HOURS": ("Тыныш уақыт немесе демалыс күні", "Тихие часы или выходной", "Quiet hours or a day off"),
    "WHY_PLAN_STALE": ("Екпе жоспары қайта есептеліп жатыр", "План прививок пересчитывается", "The plan of doses is being made anew"),
    "WHY_CHANNEL_DOWN": ("Жіберу жолы жауап бермейді", "Канал отправки не отвечает", "The channel does not answer"),
    "WHY_GATEWAY_REFUSED": ("Шлюз немесе пошта сервері қабылдамады", "Шлюз или почтовый сервер не принял", "The gateway or mail server did not take it"),
    "WHY_TRIED_ENOUGH": ("Бірнеше рет жіберілді, жетпеді", "Несколько попыток, всё безуспешно", "Tried several times without success"),
    "WHY_TRIED_TOO_LONG": ("Жіберу жолы тым ұзақ жауап бермеді", "Канал слишком долго не отвечал", "The channel did not answer for too long"),
    "WHY_OUTCOME_UNKNOWN": ("Жеткен-жетпегені белгісіз; бүгін қайталанбайды", "Неизвестно, дошло ли; сегодня не повторяется", "Whether it arrived is unknown; not repeated today"),
}  # fmt: skip
"""Codes that begin with WHY_ name what domain/reminder.py decides."""
