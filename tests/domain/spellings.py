"""Spellings of one name, and names that only look alike; synthetic people."""


def _pairs(table: str) -> list[tuple[str, str]]:
    rows = [line.split("|") for line in table.strip().splitlines()]
    return [(typed.strip(), stored.strip()) for typed, stored in rows]


ONE_NAME = _pairs("""
galymzhan        | Ғалымжан
Galymjan         | Ғалымжан
Ğalymjan         | Ғалымжан
Галымжан         | Ғалымжан
ГАЛЫМЖАН         | Ғалымжан
Ғалымжан         | Galymzhan
Galimzhan        | Ғалымжан
Галымджан        | Ғалымжан
алия             | Әлия
Aliya            | Әлия
Aliya            | Алия
Alia             | Әлия
Aliia            | Алия
Äliia            | Әлия
Äliya            | Әлия
Zhanna           | Жанна
Janna            | Жанна
Jana             | Жанна
Khasan           | Хасан
Hasan            | Хасан
Xasan            | Хасан
Хассан           | Хасан
Yerlan           | Ерлан
Erlan            | Ерлан
Ерлан            | Yerlan
Aigul            | Айгүл
Aygul            | Айгүл
Aigül            | Айгүл
Айгуль           | Айгүл
Aıgúl            | Айгүл
Айгуль           | Aigul
Shyngys          | Шыңғыс
Шынгыс           | Шыңғыс
Şyñğys           | Шыңғыс
Shyngys          | Шынгыс
Nursultan        | Нұрсұлтан
Нурсултан        | Нұрсұлтан
Nūrsūltan        | Нұрсұлтан
Qasym            | Қасым
Kassym           | Қасым
Kasym            | Қасым
Касым            | Қасым
Касым-Жомарт     | Қасым-Жомарт
Kassym-Jomart    | Қасым-Жомарт
Kassym Zhomart   | Қасым-Жомарт
Zhaksybekov      | Жақсыбеков
Jaksybekov       | Жақсыбеков
Джаксыбеков      | Жақсыбеков
Dzhaksybekov     | Жаксыбеков
Toqaev           | Тоқаев
Tokayev          | Тоқаев
Tokaev           | Тоқаев
Токаев           | Тоқаев
Akhmetov         | Ахметов
Ahmetov          | Ахметов
Akhmetova        | Ахметова
Axmetov          | Ахметов
Khodzhayev       | Ходжаев
Hojaev           | Ходжаев
Xo'jaev          | Ходжаев
Kozhakhmet       | Қожахмет
Qojahmet         | Қожахмет
Кожахмет         | Қожахмет
Iliyas           | Ілияс
Ilyas            | Ілияс
Ильяс            | Ілияс
Ilias            | Ілияс
Dinmukhamed      | Дінмұхамед
Dinmuhamed       | Дінмұхамед
Динмухамед       | Дінмұхамед
Dınmūhamed       | Дінмұхамед
Kuanysh          | Қуаныш
Quanyş           | Қуаныш
Quanysh          | Қуаныш
Qýanysh          | Қуаныш
Ýáli             | Уәли
Куаныш           | Қуаныш
Omirbek          | Өмірбек
Ömırbek          | Өмірбек
Омирбек          | Өмірбек
Zhuldyz          | Жұлдыз
Juldyz           | Жұлдыз
Жулдыз           | Жұлдыз
Jūldyz           | Жұлдыз
Gulnar           | Гүлнар
Гульнар          | Гүлнар
Gulnar           | Гүлнәр
Aisulu           | Айсұлу
Aysulu           | Айсұлу
Айсулу           | Айсұлу
Nurzhan          | Нұржан
Nurjan           | Нұржан
Нуржан           | Нұржан
Saule            | Сәуле
Сауле            | Сәуле
Säule            | Сәуле
Symbat           | Сымбат
Madina           | Мәдина
Мадина           | Мәдина
Damir            | Дәмір
Damır            | Дәмір
Mukhtar          | Мұхтар
Muhtar           | Мұхтар
Мухтар           | Мұхтар
Shakarim         | Шәкәрім
Şäkärım          | Шәкәрім
Шакарим          | Шәкәрім
Zhambyl          | Жамбыл
Jambyl           | Жамбыл
Baqyt            | Бақыт
Bahyt            | Бахыт
Zhenis           | Жеңіс
Женис            | Жеңіс
Jeñis            | Жеңіс
Aliaskar         | Әлиасқар
Khadisha         | Хадиша
Hadişa           | Хадиша
Rabiga           | Рабиға
Rabigha          | Рабиға
Gharifa          | Ғарифа
Ğarifa           | Ғарифа
Сергей           | Sergey
Sergei           | Сергей
Alexey           | Алексей
Aleksey          | Алексей
Aleksei          | Алексей
Alexandr         | Александр
Maxim            | Максим
Maksim           | Максим
Oxana            | Оксана
Xenia            | Ксения
Kseniya          | Ксения
Dmitry           | Дмитрий
Dmitriy          | Дмитрий
Dmitrii          | Дмитрий
Yury             | Юрий
Yuriy            | Юрий
Iurii            | Юрий
Yulia            | Юлия
Yuliya           | Юлия
Iuliia           | Юлия
Alyona           | Алёна
Алена            | Алёна
Fyodor           | Фёдор
Федор            | Фёдор
Pyotr            | Пётр
Semyonov         | Семёнов
Семенов          | Семёнов
Natalya          | Наталья
Nataliya         | Наталья
Наталия          | Наталья
Tatyana          | Татьяна
Tatiana          | Татьяна
Ilya             | Илья
Il'ya            | Илья
Vasilyev         | Васильев
Vasiliev         | Васильев
Shcherbakov      | Щербаков
Scherbakov       | Щербаков
Sherbakov        | Щербаков
Dostoyevskiy     | Достоевский
Dostoevsky       | Достоевский
Yelena           | Елена
Elena            | Елена
Эльмира          | Elmira
Evgeniy          | Евгений
Yevgeny          | Евгений
Philipp          | Филипп
Schmidt          | Шмидт
Shmidt           | Шмидт
Wagner           | Вагнер
Vagner           | Вагнер
Tsoi             | Цой
Tsoy             | Цой
Kim              | Ким
Yusupov          | Юсупов
Iusupov          | Юсупов
Əliyev           | Алиев
Aliyev           | Әлиев
Şahin            | Шахин
Çingiz           | Чингиз
Chingiz          | Чингиз
Zhiyenbayev      | Жиенбаев
Jienbaev         | Жиенбаев
""")

ONE_TYPO = _pairs("""
Sauleh           | Сәуле
Tleukhan         | Тілеухан
Dzhambul         | Жамбыл
Bakhyt           | Бақыт
Бахыт            | Бақыт
Tengiz           | Теңіз
Abdurakhman      | Әбдірахман
Alexander        | Александр
Julia            | Юлия
Zhusupov         | Жүсіпов
Baxtiyor         | Бахтиёр
Bakhtiyor        | Бахтиёр
galmyzhan        | Ғалымжан
galymzan         | Ғалымжан
галымжа          | Ғалымжан
Ахмтеов          | Ахметов
Ахметв           | Ахметов
Ахмедов          | Ахметов
Нурслтан         | Нұрсұлтан
Aidana           | Айдан
Лязат            | Ләззат
Lyazzat          | Ләззат
Гулзия           | Гүлзира
Досстаевский     | Достоевский
Марат            | Мұрат
Серк             | Серік
Сериек           | Серік
Ерлна            | Ерлан
""")

WORDS_IN_ANY_ORDER = _pairs("""
касымжомарт                 | Қасым-Жомарт
toqaev qasymjomart          | Тоқаев Қасым-Жомарт
ғалымжан ахметов            | Ахметов Ғалымжан Қайратұлы
ахметов ғалымжан            | Ахметов Ғалымжан Қайратұлы
kairatuly akhmetov          | Ахметов Ғалымжан Қайратұлы
ахметов гал                 | Ахметов Ғалымжан Қайратұлы
galymzhan a                 | Ахметов Ғалымжан Қайратұлы
ахметов ғалымжан қайратұлы  | Ахметов Ғалымжан Қайратұлы
әлия әл                     | Әлиева Әлия
алия али                    | Алия Алиева
алия али                    | Алиева Алия
""")

OTHER_NAMES = _pairs("""
Ғалымжан         | Ғалымбек
Галымжан         | Галина
Әлия             | Айша
Алия             | Галина Сериковна Кимова Ана
Ана              | Ада
Аня              | Ада
Ким              | Кит
Ким              | Тим
Цой              | Той
Айгүл            | Айжан
Айгуль           | Айнур
Айгүл            | Гүлнар
Ерлан            | Еркін
Ерлан            | Ернар Бек
Ержан            | Ернар
Нұрсұлтан        | Нұрлан
Нурлан           | Нурбек
Нурбол           | Нуржан
Нұржан           | Нұргүл
Серік            | Берат Асан
Серик            | Сергей
Бекзат           | Бекжан
Болат            | Талгат
Марат            | Самат Оспан
Мұрат            | Мирас
Дина             | Диас
Дана             | Диас Ли
Асан             | Айсана
Асель            | Асылай
Асель            | Айсулу
Гүлнар           | Гүлзира
Гүлшат           | Гүлжан
Жания            | Жанар
Жанар            | Жангүл Ли Ким
Жандос           | Жанболат
Қасым            | Қайрат
Касым            | Касенов
Қайрат           | Қанат
Канат            | Талант
Тоқаев           | Тоғжан
Ахметов          | Ахмадиев
Ахметов          | Мухаметов
Ахметова         | Амантаева
Жақсыбеков       | Жақсылықов
Оспанов          | Осипенко
Омаров           | Умарбеков
Сейтов           | Сейткали
Сергей           | Андрей
Алексей          | Александр
Александра       | Алексей
Дмитрий          | Димитрова
Юлия             | Юрий
Юрий             | Юлиан
Наталья          | Татьяна
Елена            | Алина Ли
Иванов           | Ивашков Петр Ли
Иванов           | Ильин
Петров           | Федоров
Щербаков         | Шевченко
Максим           | Марина
Оксана           | Ксения
Шмидт            | Шульц
Khasan           | Kassym
Shyngys          | Shynar
Zhanna           | Anna
ахметов алия     | Ахметов Ғалымжан
ахметов ахметов  | Ахметов Ғалымжан
ғал ахметов      | Ахметов Ғалымжан
""")
