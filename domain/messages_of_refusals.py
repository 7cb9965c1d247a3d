"""What the system says when it refuses, by code: Kazakh, Russian, English."""

REFUSALS: dict[str, tuple[str, str, str]] = {
    "NORM_EXCEEDED": (
        "Бұл дәрігердің тізімі толып тұр. Тізімде {people} адам бар, ал норма — {norm}. Адам дәрігердің "
        "учаскесінен тыс жерде тұрады, сондықтан бұл дәрігерге тіркеуге болмайды. Осы емханадағы "
        "тізімінде орын бар басқа дәрігерді таңдаңыз.",
        "Список этого врача заполнен. В нём {people} {people:человек|человека|человек} при норме {norm}. "
        "Пациент живёт вне участка врача, поэтому прикрепить его сюда нельзя. Выберите другого врача "
        "поликлиники, у которого есть место.",
        "This doctor's list is full. It has {people} {people:person|people}; the norm is {norm}. The "
        "person lives outside the doctor's area and so cannot be attached here. Choose another doctor of "
        "the clinic who has room.",
    ),
    "NO_HOME_VISIT_WAIVER": (
        "Адам дәрігердің учаскесінен тыс жерде тұрады және үйге дәрігер шақырудан бас тартпаған. Дәрігер "
        "мұндай мекенжайға жаяу уақытында жетіп үлгермейді. Адам үйге шақырудан бас тартуға келіссе, соны"
        " белгілеп, қайта жіберіңіз; келіспесе, мекенжайы бойынша емхананы ұсыныңыз.",
        "Пациент живёт вне участка врача и не отказался от вызовов на дом. По такому адресу врач не "
        "успеет прийти пешком. Если пациент согласен обойтись без вызовов, отметьте это и отправьте "
        "снова; если нет — предложите поликлинику по месту жительства.",
        "The person lives outside the doctor's area and has not given up home visits. The doctor could "
        "not walk there in time. If the person agrees to do without home visits, tick that and send "
        "again; if not, suggest the clinic of their address.",
    ),
    "OUTSIDE_CAMPAIGN": (
        "Қазір тіркеу науқаны жүріп жатқан жоқ. Келесі науқан: {opens_on} – {closes_on}. Науқаннан тыс "
        "уақытта тіркеу үшін басқа себепті таңдаңыз, мысалы, тұрғылықты жері ауысқанын.",
        "Сейчас кампания прикрепления не идёт. Следующая кампания: {opens_on} – {closes_on}. Чтобы "
        "прикрепить вне кампании, выберите другое основание, например переезд.",
        "There is no attachment campaign now. The next one: {opens_on} – {closes_on}. To attach outside "
        "the campaign, choose another reason, such as a move.",
    ),
    "OUTSIDE_CAMPAIGN_WITHOUT_REASON": (
        "Бұл күні мұндай негізбен тіркеуге болмайды. Науқаннан тыс уақытта емхананы ауыстыру үшін себеп "
        "керек. Себебін таңдаңыз: мысалы, тұрғылықты жері, жұмысы немесе оқу орны ауысты.",
        "В этот день прикрепить на таком основании нельзя. Вне кампании для смены поликлиники нужна "
        "причина. Выберите её: например, переезд, смена работы или учёбы.",
        "On this day nobody can be attached on these grounds. Outside the campaign a change of clinic "
        "needs a reason. Choose one: a move, for example, or a change of work or study.",
    ),
    "REASON_DOES_NOT_FIT": (
        "Таңдалған себеп бұл адамға сәйкес келмейді. Ол адамның жасына, мекенжайына немесе қазіргі "
        "тіркелуіне қайшы. Басқа себепті таңдаңыз немесе адамның деректерін тексеріңіз.",
        "Выбранное основание этому пациенту не подходит. Оно не согласуется с возрастом, адресом или "
        "нынешним прикреплением. Выберите другое основание или проверьте данные пациента.",
        "The chosen reason does not fit this person. It contradicts their age, address or present "
        "attachment. Choose another reason, or check the person's details.",
    ),
    "ALREADY_ATTACHED_HERE": (
        "Бұл адам осы дәрігерге бұрыннан тіркелген. Ештеңе өзгерген жоқ. Дәрігерді ауыстыру керек болса, "
        "басқа дәрігерді таңдаңыз.",
        "Пациент уже прикреплён к этому врачу. Ничего не изменилось. Если нужно сменить врача, выберите "
        "другого.",
        "The person is already attached to this doctor. Nothing was changed. To change the doctor, choose"
        " another one.",
    ),
    "FREE_CHOICE_USED_UP": (
        "Адам биылғы еркін таңдау құқығын пайдаланып қойған. {year:plain} жылы емхананы себепсіз {times} "
        "рет қана ауыстыруға болады. Басқа себепті таңдаңыз немесе келесі жылды күтіңіз.",
        "Право свободного выбора на этот год уже использовано. В {year:plain} году сменить поликлинику "
        "без причины можно {times} {times:раз|раза|раз}. Выберите другое основание или дождитесь "
        "следующего года.",
        "The free choice for this year has been used. In {year:plain} the clinic may be changed without a"
        " reason {times} {times:time|times}. Choose another reason, or wait until next year.",
    ),
    "CLINIC_WITHOUT_CONTRACT": (
        "Бұл емхананың Қормен күшіндегі шарты жоқ. Қормен шарты бар ұйымға ғана тіркелуге болады. Басқа "
        "емхананы таңдаңыз немесе шарттың мерзімін әкімшіден нақтылаңыз.",
        "У этой поликлиники нет действующего договора с Фондом. Прикрепиться можно только к организации, "
        "у которой он есть. Выберите другую поликлинику или уточните срок договора у администратора.",
        "This clinic has no contract with the Fund in force. People can be attached only to a clinic that"
        " has one. Choose another clinic, or ask the administrator about the contract's dates.",
    ),
    "CLINIC_NOT_PRIMARY_CARE": (
        "Бұл ұйым медициналық-санитариялық алғашқы көмек көрсетпейді. Адамдар тек сондай көмек көрсететін"
        " ұйымға тіркеледі. Басқа емхананы таңдаңыз.",
        "Эта организация не оказывает первичную медико-санитарную помощь. Прикрепляют только к тем, кто "
        "её оказывает. Выберите другую поликлинику.",
        "This organisation does not give primary care. People are attached only where it is given. Choose"
        " another clinic.",
    ),
    "OUTSIDE_ADMINISTRATIVE_UNIT": (
        "Емхана адам тұратын қаладан немесе ауданнан тыс орналасқан. Емхананы бір әкімшілік-аумақтық "
        "бірліктің ішінде ғана еркін таңдауға болады. Тұратын жеріндегі емхананы таңдаңыз немесе "
        "мекенжайды нақтылаңыз.",
        "Поликлиника находится вне города или района, где живёт пациент. Свободный выбор действует внутри"
        " одной административно-территориальной единицы. Выберите поликлинику по месту жительства или "
        "уточните адрес.",
        "The clinic is outside the city or district where the person lives. Free choice holds within one "
        "administrative unit. Choose a clinic where the person lives, or check the address.",
    ),
    "CONTRACT_ENDED": (
        "Шетелдіктің сақтандыру шарты тіркелу басталғанға дейін аяқталады. Шарттың соңғы күні — "
        "{contract_until}. Жаңа шарттың мерзімін адамның картасына енгізіп, қайталаңыз.",
        "Договор страхования иностранца кончается раньше, чем начнётся прикрепление. Последний день "
        "договора — {contract_until}. Внесите в карту срок нового договора и повторите.",
        "The foreigner's insurance contract ends before the attachment would start. The contract's last "
        "day is {contract_until}. Enter the new contract's last day on the person's card, then try again.",
    ),
    "CONTRACT_MISSING": (
        "Уақытша тұратын шетелдік сақтандыру шарты бойынша ғана тіркеледі. Шарттың мерзімі көрсетілмеген."
        " Шарттың соңғы күнін адамның картасына енгізіп, қайталаңыз.",
        "Временно пребывающего иностранца прикрепляют только по договору страхования. Срок договора не "
        "указан. Внесите в карту последний день договора и повторите.",
        "A foreigner who stays temporarily is attached only on an insurance contract. The contract's term"
        " is not on record. Enter its last day on the person's card, then try again.",
    ),
    "AGE_DOES_NOT_FIT_LIST": (
        "Адамның жасы бұл дәрігердің тізіміне сәйкес келмейді. Ол {years} жаста. Жасына сай дәрігерді "
        "таңдаңыз: балаға — педиатр, ересекке — терапевт, кез келген жасқа — жалпы практика дәрігері.",
        "Возраст пациента не подходит для списка этого врача. Пациенту {years} {years:год|года|лет}. "
        "Выберите врача по возрасту: ребёнку — педиатра, взрослому — терапевта, в любом возрасте — врача "
        "общей практики.",
        "The person's age does not fit this doctor's list. The person is {years} {years:year|years} old. "
        "Choose a doctor by age: a paediatrician for a child, a therapist for an adult, a general "
        "practitioner for anybody.",
    ),
    "DOCTOR_NOT_AVAILABLE": (
        "Бұл дәрігерге қазір тіркеуге болмайды. Оның тізімі жабық немесе ол бұл емханада жұмыс істемейді."
        " Басқа дәрігерді таңдаңыз.",
        "К этому врачу сейчас прикрепить нельзя. Его список закрыт или он здесь не работает. Выберите "
        "другого врача.",
        "Nobody can be attached to this doctor now. The list is closed or the doctor does not work here. "
        "Choose another doctor.",
    ),
    "NO_AREA_FOR_ADDRESS": (
        "Бұл мекенжай емхананың ешбір учаскесіне кірмейді. Сондықтан дәрігерді мекенжай бойынша табу "
        "мүмкін болмады. Көше мен үйдің нөмірін тексеріңіз немесе дәрігерді өзіңіз таңдаңыз.",
        "Этот адрес не входит ни в один участок поликлиники. Поэтому найти врача по адресу не удалось. "
        "Проверьте улицу и номер дома или выберите врача сами.",
        "This address is in none of the clinic's areas. So no doctor could be found by the address. Check"
        " the street and the house number, or choose a doctor yourself.",
    ),
    "NOT_ATTACHED": (
        "Адам қазір ешбір емханаға тіркелмеген. Аяқтайтын немесе өзгертетін тіркелу жоқ. Алдымен адамды "
        "тіркеңіз.",
        "Пациент сейчас никуда не прикреплён. Завершать или менять нечего. Сначала прикрепите пациента.",
        "The person is not attached anywhere now. There is nothing to end or change. Attach the person "
        "first.",
    ),
    "PATIENT_MERGED": (
        "Бұл жазба басқа жазбамен біріктірілген. Онда енді ештеңе өзгертілмейді. Негізгі жазбаны ашып, "
        "сонда қайталаңыз.",
        "Эта запись объединена с другой. Менять в ней больше ничего нельзя. Откройте основную запись и "
        "повторите там.",
        "This record was merged into another one. Nothing more is changed in it. Open the main record and"
        " repeat it there.",
    ),
    "PATIENT_DECEASED": (
        "Жазбада адамның қайтыс болғаны көрсетілген. Қайтыс болған күні — {deceased_on}. Бұл қате болса, "
        "алдымен адамның деректерін түзетіңіз.",
        "В записи указано, что пациент умер. Дата смерти — {deceased_on}. Если это ошибка, сначала "
        "исправьте данные пациента.",
        "The record says that the person has died. The date of death is {deceased_on}. If that is a "
        "mistake, correct the person's details first.",
    ),
    "DUPLICATE_PERSON": (
        "Мұндай адам базада бар сияқты. Ештеңе сақталған жоқ. Табылған жазбаларды салыстырыңыз: сол адам "
        "болса, оның жазбасын ашыңыз; басқа адам болса, себебін жазып растаңыз.",
        "Похоже, такой человек уже есть в базе. Ничего не сохранено. Сравните найденные записи: если это "
        "он, откройте его запись; если другой человек, подтвердите это и укажите причину.",
        "Somebody like this seems to be on record already. Nothing was saved. Compare the records found: "
        "if it is the same person, open that record; if not, confirm and give the reason.",
    ),
    "ALREADY_MERGED": (
        "Бұл жазбалардың бірі бұрын біріктірілген. Бір жазба екі рет біріктірілмейді. Негізгі жазбаны "
        "таңдаңыз немесе алдымен бұрынғы біріктіруді кері қайтарыңыз.",
        "Одна из этих записей уже объединена. Дважды одну запись не объединяют. Выберите основную запись "
        "или сначала отмените прежнее объединение.",
        "One of these records has been merged before. A record is not merged twice. Choose the main "
        "record, or undo the earlier merge first.",
    ),
    "CANNOT_MERGE_WITH_ITSELF": (
        "Екі рет бір жазба таңдалды. Біріктіру үшін екі түрлі жазба керек. Екіншісін таңдаңыз.",
        "Дважды выбрана одна и та же запись. Для объединения нужны две разные. Выберите вторую запись.",
        "The same record was chosen twice. A merge needs two different ones. Choose the second record.",
    ),
    "NOTHING_TO_UNDO": (
        "Кері қайтаратын ештеңе жоқ. Бұл әрекет бұрын қайтарылған. Бетті жаңартып, жазбаның қазіргі күйін"
        " қараңыз.",
        "Отменять нечего. Это действие уже отменено. Обновите страницу и посмотрите, что в записи сейчас.",
        "There is nothing to undo. This was undone before. Reload the page and see how the record is now.",
    ),
    "UNDO_TOO_LATE": (
        "Бұл әрекетті енді кері қайтаруға болмайды. Кері қайтаруға {minutes} минут беріледі. Одан кейін "
        "басқа өзгеріс енгізілген немесе мерзімі өтіп кеткен. Керегін жаңа өзгеріспен түзетіңіз.",
        "Отменить это уже нельзя. На отмену даётся {minutes} {minutes:минута|минуты|минут}. После этого "
        "внесены другие изменения или прошёл срок. Исправьте нужное новым изменением.",
        "This can no longer be undone. The time to undo is {minutes} {minutes:minute|minutes}. Other "
        "changes followed, or the time for it has passed. Correct what is needed by a new change.",
    ),
    "INVALID_INPUT": (
        "Кейбір деректер қате толтырылған. Ештеңе сақталған жоқ. Белгіленген өрістерді түзетіп, қайта "
        "жіберіңіз.",
        "Некоторые данные заполнены неверно. Ничего не сохранено. Исправьте отмеченные поля и отправьте "
        "снова.",
        "Some of the details are wrong. Nothing was saved. Correct the marked fields and send again.",
    ),
    "NOT_FOUND": (
        "Мұндай жазба табылмады. Ол жоқ немесе оны көруге құқығыңыз жоқ. Сілтемені тексеріңіз немесе "
        "іздеп көріңіз.",
        "Такая запись не найдена. Её нет или она вам недоступна. Проверьте ссылку или воспользуйтесь "
        "поиском.",
        "No such record was found. It does not exist or you may not see it. Check the link, or search for"
        " it.",
    ),
    "FORBIDDEN_HERE": (
        "Бұл әрекетке құқығыңыз жоқ. Жазба басқа емханаға тиесілі немесе рөліңіз бұған рұқсат бермейді. "
        "Қажет болса, емхана әкімшісіне жүгініңіз.",
        "У вас нет права на это действие. Запись относится к другой поликлинике или ваша роль этого не "
        "позволяет. Если это нужно, обратитесь к администратору поликлиники.",
        "You may not do this. The record belongs to another clinic, or your role does not allow it. If "
        "you need it, ask your clinic's administrator.",
    ),
    "STALE_VERSION": (
        "Сіз толтырып отырғанда бұл жазбаны басқа қызметкер өзгертті. Оның өзгерісі жоғалмауы үшін "
        "сіздікі сақталған жоқ. Жазбаның жаңа күйін қарап, қажет болса қайталаңыз.",
        "Пока вы заполняли форму, запись изменил другой сотрудник. Чтобы его изменения не пропали, ваши "
        "не сохранены. Посмотрите, какой запись стала, и при необходимости повторите.",
        "While you were filling in the form, somebody else changed the record. So that their change is "
        "not lost, yours was not saved. Look at the record as it is now and repeat what is still needed.",
    ),
    "IDEMPOTENCY_CONFLICT": (
        "Бұл сұраудың кілті бұрын басқа деректермен қолданылған. Ештеңе өзгерген жоқ. Бетті жаңартып, "
        "әрекетті қайта жасаңыз.",
        "Ключ этого запроса уже использован с другими данными. Ничего не изменено. Обновите страницу и "
        "повторите действие.",
        "The key of this request was used before with other data. Nothing was changed. Reload the page "
        "and do it again.",
    ),
    "REASON_TOO_SHORT": (
        "Себебі тым қысқа жазылған. Оны кейін тексеруші оқып түсінуі керек. Толығырақ жазыңыз. Кемінде "
        "{least} таңба керек.",
        "Причина указана слишком кратко. Её потом будет читать проверяющий. Напишите подробнее. Нужно не "
        "меньше {least} {least:символа|символов|символов}.",
        "The reason is too short. An auditor will have to understand it later. Say more. It needs at "
        "least {least} {least:character|characters}.",
    ),
    "TOO_MANY_ROWS": (
        "Жолдар тым көп. Бір файлға ең көбі {most} жол сыяды. Сүзгіні тарылтып, қайталаңыз.",
        "Строк слишком много. В один файл помещается не больше {most} {most:строки|строк|строк}. Сузьте "
        "отбор и повторите.",
        "There are too many rows. One file holds at most {most} {most:row|rows}. Narrow the filter and "
        "try again.",
    ),
    "WRONG_CREDENTIALS": (
        "Логин немесе құпиясөз қате. Пернетақтаның тілі мен бас әріптерді тексеріп, қайта теріңіз. "
        "Құпиясөзді ұмытсаңыз, емхана әкімшісіне айтыңыз.",
        "Неверный логин или пароль. Проверьте раскладку клавиатуры и заглавные буквы и введите ещё раз. "
        "Если пароль забыт, обратитесь к администратору поликлиники.",
        "The login or the password is wrong. Check the keyboard's language and capital letters, and type "
        "it again. If you forgot the password, ask your clinic's administrator.",
    ),
    "SECOND_FACTOR_NEEDED": (
        "Құпиясөз дұрыс, енді растау коды керек. Телефондағы қолданбадан алты санды енгізіңіз.",
        "Пароль верный, теперь нужен код подтверждения. Введите шесть цифр из приложения в телефоне.",
        "The password is right, now the confirmation code is needed. Enter the six digits from the app on"
        " your phone.",
    ),
    "SECOND_FACTOR_WRONG": (
        "Растау коды сәйкес келмеді. Код жарты минут сайын ауысады. Телефондағы уақыт дұрыс па, тексеріп,"
        " жаңа кодты енгізіңіз.",
        "Код подтверждения не подошёл. Он меняется каждые полминуты. Проверьте время в телефоне и введите"
        " новый код.",
        "The confirmation code does not match. It changes every half minute. Check the time on your phone"
        " and enter a new code.",
    ),
    "SECOND_FACTOR_NOT_PROPOSED": (
        "Растау кодының баптауы аяқталмай қалды. Штрих-код он бес минут қана жарамды. Баптауды басынан "
        "бастаңыз.",
        "Настройка кода подтверждения не завершена. Показанный ключ действует пятнадцать минут. Начните "
        "настройку сначала.",
        "Setting up the confirmation code was not finished. A key is good for fifteen minutes only. Start "
        "the set-up again.",
    ),
    "CONFIRM_IDENTITY": (
        "Бұл әрекет өзіңіз екеніңізді растауды талап етеді. Құпиясөзіңіз көптен бері сұралған жоқ. "
        "Құпиясөзіңізді қайта енгізіңіз.",
        "Это действие требует подтвердить, что это вы. Пароль давно не запрашивался. Введите пароль ещё раз.",
        "This needs to know that it is still you. The password was given some time ago. Enter your password "
        "again.",
    ),
    "TOO_MANY_ATTEMPTS": (
        "Кіру әрекеттері тым көп болды. Есептік жазбаны қорғау үшін кіру уақытша тоқтатылды. Сәл күтіп, "
        "қайта кіріңіз. Күту уақыты — {minutes} минут.",
        "Слишком много попыток входа. Чтобы защитить учётную запись, вход временно закрыт. Подождите и "
        "попробуйте снова. Ждать {minutes} {minutes:минуту|минуты|минут}.",
        "There were too many attempts to sign in. To protect the account, signing in is closed for a "
        "while. Wait, then try again. The wait is {minutes} {minutes:minute|minutes}.",
    ),
    "PASSWORD_TOO_WEAK": (
        "Құпиясөз тым әлсіз. Ол тым қысқа немесе жиі қолданылатын құпиясөздердің бірі. Бірнеше сөзден "
        "тұратын ұзағырақ тіркес ойлап табыңыз. Кемінде {least} таңба керек.",
        "Пароль слишком слабый. Он слишком короткий или из числа самых частых. Придумайте фразу "
        "подлиннее, из нескольких слов. Нужно не меньше {least} {least:символа|символов|символов}.",
        "The password is too weak. It is too short or one of the most common. Think of a longer phrase of"
        " several words. It needs at least {least} {least:character|characters}.",
    ),
    "PASSWORD_EXPIRED": (
        "Бір реттік құпиясөздің мерзімі өтіп кеткен. Ол үш күн ғана жарамды. Емхана әкімшісінен жаңасын "
        "сұраңыз.",
        "Срок одноразового пароля истёк. Он действует только три дня. Попросите у администратора новый.",
        "The one-time password is too old. It is good for three days only. Ask your administrator for a new "
        "one.",
    ),
    "SAME_PASSWORD": (
        "Жаңа құпиясөз ескісімен бірдей. Ештеңе өзгерген жоқ. Басқа құпиясөз ойлап табыңыз.",
        "Новый пароль совпадает со старым. Ничего не изменено. Придумайте другой.",
        "The new password is the old one. Nothing was changed. Think of another one.",
    ),
    "LOGIN_TAKEN": (
        "Бұл логин бос емес. Әр логин бір адамға ғана беріледі. Басқа логин таңдаңыз.",
        "Этот логин занят. У каждого сотрудника свой логин. Выберите другой.",
        "This login is taken. Each login belongs to one person. Choose another one.",
    ),
    "ACCOUNT_CLOSED": (
        "Бұл есептік жазба жабылған. Онымен кіруге болмайды. Қате деп ойласаңыз, емхана әкімшісіне "
        "жүгініңіз.",
        "Эта учётная запись закрыта. Войти с ней нельзя. Если это ошибка, обратитесь к администратору "
        "поликлиники.",
        "This account is closed. Nobody can sign in with it. If that is a mistake, ask your clinic's "
        "administrator.",
    ),
}
