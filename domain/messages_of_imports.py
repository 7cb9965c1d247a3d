"""What is said of a file of old doses and of its rows: kk, ru, en."""

IMPORTS: dict[str, tuple[str, str, str]] = {
    "IMPORT_FILE_UNREADABLE": (
        "Файл оқылмады. Ол бүлінген немесе басқа түрде сақталған. Кестені .xlsx не .csv түрінде қайта сақтап, "
        "тағы жіберіңіз.",
        "Файл не читается. Он повреждён или сохранён в другом виде. Сохраните таблицу заново как .xlsx или "
        ".csv и отправьте ещё раз.",
        "The file cannot be read. It is damaged, or saved in another form. Save the table anew as .xlsx or "
        ".csv and send it again.",
    ),
    "IMPORT_FILE_TOO_LARGE": (
        "Файл тым үлкен. Бір файл {most} МБ-тан аспауы керек. Кестені бөліп жіберіңіз.",
        "Файл слишком велик. Один файл — не больше {most} МБ. Разделите таблицу на части.",
        "The file is too large. One file has at most {most} MB. Split the table.",
    ),
    "IMPORT_FILE_EMPTY": (
        "Тақырып жолының астында ештеңе жоқ. Егулерді бірінші параққа жазып, қайта жіберіңіз.",
        "Под строкой заголовков ничего нет. Внесите прививки на первый лист и отправьте снова.",
        "There is nothing below the row of headings. Put the doses on the first sheet and send it again.",
    ),
    "IMPORT_HEAD_UNKNOWN": (
        "Бағандардың атаулары танылмады. Табылмағаны: {columns}. Үлгіні жүктеп алып, бағандарды сондағыдай атаңыз.",
        "Заголовки столбцов не распознаны. Не найдено: {columns}. Скачайте образец и назовите столбцы как в нём.",
        "The headings of the columns are not known. Not found: {columns}. Download the template and name the "
        "columns as it does.",
    ),
    "IMPORT_TOO_MANY_ROWS": (
        "Жол тым көп. Бір файлда {most} жолдан аспауы керек. Кестені бөліп жіберіңіз.",
        "Слишком много строк. В одном файле их может быть не больше {most}. Разделите таблицу на части.",
        "There are too many rows. One file may have at most {most}. Split the table.",
    ),
    "IMPORT_CELL_EMPTY": (
        "Ұяшық бос. Мәнін жазыңыз; ұяшықтар біріктірілген болса, ажыратып, әр жолын толтырыңыз.",
        "Ячейка пуста. Заполните её; если ячейки объединены, разъедините их и заполните каждую строку.",
        "The cell is empty. Fill it in; if cells are merged, split them and fill in each row.",
    ),
    "IMPORT_IIN_ROUNDED": (
        "Кесте ЖСН-ді санға айналдырып, дөңгелектеп жіберген. Бағанды мәтін түріне ауыстырып, ЖСН-ді қайта жазыңыз.",
        "Таблица превратила ИИН в число и округлила его. Сделайте столбец текстовым и впишите ИИН заново.",
        "The spreadsheet has turned the IIN into a number and rounded it. Make the column text and write the IIN anew.",
    ),
    "IMPORT_PERSON_NOT_HERE": (
        "Емханада бұл ЖСН-мен адам жоқ. ЖСН-ді тексеріңіз немесе алдымен адамды тіркеңіз.",
        "В поликлинике нет человека с этим ИИН. Проверьте ИИН или сначала зарегистрируйте человека.",
        "Nobody with this IIN is on record in the clinic. Check the IIN, or register the person first.",
    ),
    "IMPORT_DAY_UNREADABLE": (
        "Күні танылмады. Ұяшықта — «{text}». Оны 05.03.2019 немесе 2019-03-05 түрінде жазыңыз.",
        "Дата не распознана. В ячейке — «{text}». Напишите её как 05.03.2019 или 2019-03-05.",
        "This is not a day. The cell says “{text}”. Write it as 05.03.2019 or 2019-03-05.",
    ),
    "IMPORT_VACCINE_UNKNOWN": (
        "Мұндай вакцина белгісіз. Ұяшықта — «{text}». Үлгінің екінші парағындағы атауды не кодты жазыңыз.",
        "Такая вакцина неизвестна. В ячейке — «{text}». Впишите название или код со второго листа образца.",
        "This vaccine is not known. The cell says “{text}”. Write a name or a code from the template's second sheet.",
    ),
    "IMPORT_VACCINE_AMBIGUOUS": (
        "Бұл атау бірнеше вакцинаға сай келеді. Ұяшықта — «{text}». Үлгінің екінші парағындағы кодты жазыңыз.",
        "Под это название подходят разные вакцины. В ячейке — «{text}». Впишите код со второго листа образца.",
        "This name fits several vaccines. The cell says “{text}”. Write a code from the template's second sheet.",
    ),
    "IMPORT_NUMBER_UNREADABLE": (
        "Мөлшері сан емес. Ұяшықта — «{text}». Оны 0,5 түрінде жазыңыз.",
        "Доза не число. В ячейке — «{text}». Напишите её как 0,5.",
        "The dose is no number. The cell says “{text}”. Write it as 0.5.",
    ),
    "IMPORT_SOURCE_UNKNOWN": (
        "Негізі танылмады. Ұяшықта — «{text}». Былай жазыңыз: қағаздан, шетелде немесе құжатсыз.",
        "Основание не распознано. В ячейке — «{text}». Напишите: с бумаги, за рубежом или без документов.",
        "This source is not known. The cell says “{text}”. Write: from a paper, abroad or without papers.",
    ),
    "IMPORT_REPEATED": (
        "Бұл егу файлда бұрын кездескен. Жолы — {row}. Ол бір рет қана жазылады.",
        "Эта прививка уже есть в файле. Строка — {row}. Запишется она один раз.",
        "This dose stands in the file already. Its row is {row}. It will be recorded once.",
    ),
    "IMPORT_ON_RECORD": (
        "Бұл егу адамның жазбасында бар. Ол қайталанып жазылмайды.",
        "Эта прививка уже есть в записи человека. Второй раз она не запишется.",
        "This dose is on the person's record already. It will not be recorded twice.",
    ),
    "IMPORT_HAS_ERRORS": (
        "Файлда қате жолдар бар. Олардың саны — {people}. Файлды түзетіп, қайта жіберіңіз немесе оларсыз енгізіңіз.",
        "В файле есть строки с ошибками. Их — {people}. Исправьте файл и отправьте снова или внесите без них.",
        "Some rows of the file are wrong. There are {people} of them. Correct the file and send it again, or "
        "import without them.",
    ),
    "IMPORT_NOTHING_READY": (
        "Енгізетін ештеңе жоқ: барлық жол не қате, не жазбада бар. Файлды түзетіп, қайта жіберіңіз.",
        "Вносить нечего: все строки либо с ошибками, либо уже есть в записях. Исправьте файл и отправьте снова.",
        "There is nothing to import: every row is wrong or on record already. Correct the file and send it again.",
    ),
    "IMPORT_ALREADY_APPLIED": (
        "Бұл файл бұрын енгізілген. Ештеңе өзгерген жоқ. Қате болса, енгізуді кері қайтарыңыз.",
        "Этот файл уже внесён. Ничего не изменилось. Если это ошибка, отмените его внесение.",
        "This file has been imported already. Nothing was changed. If that was a mistake, undo the import.",
    ),
}
