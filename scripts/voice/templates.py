"""Sentences made from templates: the kinds of speech that prose collections lack."""

NAMES = ("Alice Ben Clara Daniel Emma Felix Grace Henry Isabel Jack Karen Liam Maria Noah Olivia Peter Quinn Rachel Samuel "
         "Teresa Victor Wendy Xavier Yasmin Zoe Andrew Barbara Christopher Dorothy Edward Fiona George Hannah Ivan Julia "
         "Kevin Laura Michael Nancy Oscar Patricia Robert Susan Thomas Ursula William Anthony Beatrice Charles Diana").split()
SURNAMES = ("Smith Johnson Brown Taylor Miller Wilson Moore Anderson Jackson Martin Thompson White Lopez Lee Harris Clark "
            "Lewis Robinson Walker Young Allen King Wright Scott Green Baker Adams Nelson Hill Campbell Mitchell").split()
PLACES = ("London|Paris|New York|Chicago|Berlin|Tokyo|Sydney|Boston|Madrid|Rome|Vienna|Toronto|Dublin|Oslo|Lisbon|Cairo|"
          "Nairobi|Mumbai|San Francisco|Seattle|Los Angeles|Amsterdam|Edinburgh|Budapest|Warsaw|Athens|Canada|Germany|"
          "Australia|Brazil|Japan|Ireland|Switzerland|the village|the harbour|the old town|the airport|the library").split("|")
MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
UNITS = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
         "eighteen nineteen").split()
TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
ORDINALS = ("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
            "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third "
            "twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first").split()
NOUNS = ("book key letter picture garden window chair table bottle bicycle camera dinner ticket computer phone message "
         "report song story bridge train station doctor teacher engine river mountain island market coffee sandwich "
         "umbrella jacket mirror candle kitchen ladder hammer guitar piano painting newspaper magazine calendar "
         "password folder document project meeting lesson question answer voice recording chapter sentence paragraph").split()
ADJECTIVES = ("small large green blue yellow old new quiet heavy bright clean warm cold simple strange beautiful narrow "
              "wooden broken expensive useful famous gentle hungry tired careful early late perfect empty full soft").split()
VERBS = "find see bring open close read write send move carry paint repair watch keep choose check measure draw lose hear".split()
PLURALS = ("apples oranges lemons pears onions carrots eggs plates spoons shoes gloves pencils books chairs flowers stamps "
           "coins maps stones birds horses children friends neighbours weeks tickets clouds boxes towels wishes").split()
ADVERBS = "quickly slowly again today tomorrow carefully together often never always soon yesterday outside upstairs".split()
CLOCK = "o'clock"
TAGS = ["isn't it", "don't you", "aren't they", "wasn't she", "can't we", "didn't he", "won't you", "right", "doesn't it"]
INTERJECTIONS = ["Great", "Wow", "Hello", "Watch out", "Well done", "Thank you", "Congratulations", "Of course", "Oh no",
                 "Hooray", "Good luck", "Help", "Stop", "Wait", "Welcome", "Excellent", "Look", "Amazing", "Never"]
FIXED = """Hello from Parlando.|Hello, world!|Good morning.|Good evening, everyone.|Good night.|How are you?|How are you today?
I'm fine, thank you.|Thank you very much.|You're welcome.|Please wait.|One moment, please.|See you later.|Goodbye!|Yes.|No.
Maybe.|Yes, please.|No, thank you.|Of course.|I don't know.|Are you sure?|Why not?|What?|Who?|Where?|When?|Really?|Okay.
Ready?|Ready.|Welcome to Parlando.|Parlando is ready.|Parlando turns text into speech.|Choose a voice.|Your file is ready.
The download is complete.|Type some text and press play.|Press the space bar to pause.|The voice could not be loaded.
Would you like to save your changes?|Settings saved.|This is a preview of the voice.|Welcome back!|What's new?
Export finished.|Reading aloud.|Click here to start.|The recording has stopped.|Chapter one.|Chapter two.|The end.
Once upon a time, there was a small house by the sea.|The quick brown fox jumps over the lazy dog.|Happy birthday!
She sells sea shells by the sea shore.|Peter Piper picked a peck of pickled peppers.|Merry Christmas!|Happy New Year!
The rain in Spain stays mainly in the plain.|How much wood would a woodchuck chuck?|To be, or not to be, that is the question.
This sentence is spoken by a voice that was trained in less than two hours.|Everything runs on your own computer.
Nothing you type leaves this machine.|Please enter a valid email address.|An error occurred.|Try again.|Loading, please wait.
The battery is low.|You have new messages.|Turn left at the next corner.|In two hundred meters, turn right.|Arriving now.
The volume is too loud.|Speak slowly and clearly.|I can read books, articles, and messages to you.|Let's begin.|Let's go!"""


def number(value):
    """An integer below a million in words."""
    if value < 20:
        return UNITS[value]
    if value < 100:
        return TENS[value // 10] + ("-" + UNITS[value % 10] if value % 10 else "")
    if value < 1000:
        return UNITS[value // 100] + " hundred" + (" " + number(value % 100) if value % 100 else "")
    return number(value // 1000) + " thousand" + (" " + number(value % 1000) if value % 1000 else "")


def year(value):
    return number(value // 100) + " " + ("oh " if 0 < value % 100 < 10 else "") + (number(value % 100) if value % 100 else "hundred")


def article(word):
    return ("an " if word[0] in "aeiou" else "a ") + word


def sentences(r):
    """Yields every template filled many times; r is a seeded random.Random."""
    def the():
        return "the " + (r.choice(ADJECTIVES) + " " if r.random() < 0.5 else "") + r.choice(NOUNS)

    def person():
        return r.choice(["she", "he", "you", "they", "we"]) if r.random() < 0.5 else r.choice(NAMES)

    def some(count):
        return r.sample(PLURALS, count)

    fillers = [
        lambda: f"{r.choice(['Did', 'Can', 'Will', 'Could', 'Should', 'Would'])} {person()} {r.choice(VERBS)} {the()}?",
        lambda: f"{r.choice(['Is', 'Was'])} {the()} {r.choice(['in', 'near', 'under', 'behind', 'from'])} {r.choice(PLACES)}?",
        lambda: f"{r.choice(['Do', 'Did'])} you {r.choice(VERBS)} {the()} {r.choice(ADVERBS)}?",
        lambda: f"Have you ever been to {r.choice(PLACES)}?",
        lambda: f"Are you {r.choice(ADJECTIVES)}?",
        lambda: f"Is it {r.choice(ADJECTIVES)}?",
        lambda: f"{r.choice(['Where', 'When', 'Why', 'How'])} did {person()} {r.choice(VERBS)} {the()}?",
        lambda: f"{r.choice(['What', 'Who'])} is {r.choice(['behind', 'near', 'under', 'inside'])} {the()}?",
        lambda: f"Who can {r.choice(VERBS)} {the()}?",
        lambda: f"How many {r.choice(PLURALS)} are there in {r.choice(PLACES)}?",
        lambda: f"What time does {the()} arrive in {r.choice(PLACES)}?",
        lambda: f"The {r.choice(NOUNS)} is {r.choice(ADJECTIVES)}, {r.choice(TAGS)}?",
        lambda: f"{r.choice(NAMES)} will {r.choice(VERBS)} {the()}, {r.choice(TAGS)}?",
        lambda: "Do you want {}, or {}?".format(*some(2)),
        lambda: f"It is {number(r.randint(1, 12))} {r.choice([CLOCK, number(r.randint(10, 59)), 'thirty'])}.",
        lambda: f"The meeting is at {number(r.randint(1, 12))} {number(r.randint(10, 59))} on {r.choice(DAYS)}.",
        lambda: f"On {r.choice(MONTHS)} {r.choice(ORDINALS)}, {year(r.randint(1700, 2099))}, {r.choice(NAMES)} moved to {r.choice(PLACES)}.",
        lambda: f"That costs {number(r.randint(2, 999))} dollars and {number(r.randint(2, 99))} cents.",
        lambda: f"The number is {', '.join(r.choice(UNITS[:10]) for _ in range(r.randint(3, 7)))}.",
        lambda: f"{number(r.randint(2, 99)).capitalize()} plus {number(r.randint(2, 999))} is {number(r.randint(100, 99999))}.",
        lambda: f"About {number(r.randint(2, 99))} point {r.choice(UNITS[:10])} percent of the {r.choice(PLURALS)} were {r.choice(ADJECTIVES)}.",
        lambda: f"{number(r.randint(0, 999999)).capitalize()}.",
        lambda: f"{r.choice(NAMES)} {r.choice(SURNAMES)} lives in {r.choice(PLACES)}.",
        lambda: f"This is {r.choice(NAMES)} {r.choice(SURNAMES)}, from {r.choice(PLACES)}.",
        lambda: f"My name is {r.choice(NAMES)}, and I was born in {r.choice(PLACES)}.",
        lambda: f"Dear {r.choice(['Mister', 'Doctor', 'Professor', 'Miss'])} {r.choice(SURNAMES)}, thank you for {the()}.",
        lambda: f"{r.choice(INTERJECTIONS)}!",
        lambda: f"{r.choice(INTERJECTIONS)}, {r.choice(NAMES)}!",
        lambda: f"What {article(r.choice(ADJECTIVES))} {r.choice(NOUNS)}!",
        lambda: f"{r.choice(INTERJECTIONS)}! I found {the()}!",
        lambda: "We need {}, {}, {}, and {}.".format(*some(4)),
        lambda: "{}, {}, and {}.".format(*some(3)).capitalize(),
        lambda: f"{some(1)[0].capitalize()}; {some(1)[0]}; {the()}: all of them are {r.choice(ADJECTIVES)}.",
        lambda: f"{the().capitalize()}— {r.choice(ADJECTIVES)} and {r.choice(ADJECTIVES)}— stood near {r.choice(PLACES)}.",
        lambda: f"Well… {person()} forgot {the()}.",
        lambda: f"If it rains on {r.choice(DAYS)}, we will {r.choice(VERBS)} {the()}.",
        lambda: f"When {r.choice(NAMES)} arrived, {the()} was {r.choice(ADJECTIVES)}.",
        lambda: f"I want to {r.choice(VERBS)} {the()} {r.choice(ADVERBS)}, but I can't.",
        lambda: f"Please {r.choice(VERBS)} {the()}.",
        lambda: f"{the().capitalize()}.",
        lambda: f"{r.choice(NOUNS).capitalize()}.",
        lambda: f"{r.choice(ADJECTIVES).capitalize()} {r.choice(PLURALS)}.",
        lambda: f"{r.choice(NOUNS).capitalize()}?",
        lambda: f"{r.choice(NAMES)}?",
        lambda: f"{r.choice(NAMES)}, {r.choice(NAMES)}, and {r.choice(NAMES)} went to {r.choice(PLACES)} in {r.choice(MONTHS)}.",
        lambda: f"Open {the()}, then {r.choice(VERBS)} {the()}.",
        lambda: f"Hello, {r.choice(NAMES)}. How is {the()}?",
        lambda: f"I think {the()} was better than {the()}, because it was {r.choice(ADJECTIVES)}.",
    ]
    yield from (line for row in FIXED.splitlines() for line in row.split("|"))
    for fill in fillers:
        for _ in range(42):
            text = fill()
            yield text[0].upper() + text[1:]
