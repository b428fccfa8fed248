"""English words of the frame and tagging grammar: nouns by class, adjectives, verbs with their frames, adverbs."""

NOUNS = {
    "person": """teacher doctor nurse lawyer baker carpenter farmer librarian gardener mechanic journalist engineer
        painter pilot captain student neighbour cousin sister brother aunt uncle daughter son mother father child=children
        woman=women man=men girl boy mayor judge clerk manager waiter cook singer musician poet sailor soldier guard
        secretary tailor fisherman=fishermen widow tenant visitor trainee director accountant plumber""",
    "animal": "dog cat horse goat sheep=sheep goose=geese donkey parrot pony cow",
    "thing": """box key lamp chair table clock bicycle camera umbrella coat violin basket mirror blanket knife=knives
        hammer ladder suitcase telescope painting vase radio bottle ring carpet rope saw tent map wheel guitar engine
        pump compass helmet parcel toolbox sewing_machine""",
    "food": "cake pie sandwich pear apple omelette pancake sausage melon cheese=cheeses loaf=loaves biscuit",
    "text": """letter report book poem contract postcard article recipe diary invitation essay proposal speech
        message story=stories list email newspaper""",
    "place": """kitchen garden harbour library station school museum market bakery office village castle bridge
        church hospital hotel theatre factory=factories farm island workshop cellar attic courtyard town_hall airport
        warehouse park café ferry=ferries bus_stop""",
    "building": "house bridge barn shop cottage theatre factory=factories school tower chapel boathouse greenhouse fence wall",
    "vehicle": "car van truck boat tractor bus=buses ambulance ferry=ferries taxi",
    "container": "door window gate drawer suitcase parcel envelope bottle box chest",
    "case": "drawer suitcase box basket chest cupboard",
    "event": "meeting concert wedding lecture exhibition race festival rehearsal trial auction fair excursion",
    "organization": "council bank company=companies newspaper orchestra union committee court ministry=ministries team",
    "contest": "match race quiz=quizzes tournament final",
    "news": "story=stories joke secret truth rumour legend",
    "team": "team crew club village school",
    "matter": "plan rule question problem price offer idea result decision delay mistake answer rumour schedule",
}

ADJECTIVES = {
    "person": "young old tall friendly tired nervous famous honest quiet clever stubborn elderly cheerful new local patient",
    "animal": "old young brown black small noisy hungry frightened white lame",
    "thing": "old new broken small heavy red green blue wooden cheap expensive rusty borrowed beautiful large empty antique",
    "food": "fresh warm small burnt sweet delicious stale large cold",
    "text": "long short old new secret angry unfinished printed boring important lost",
    "place": "old new small large quiet busy famous dark empty crowded noisy northern",
    "building": "old new small large abandoned narrow stone wooden ugly burnt tall",
    "vehicle": "old new red yellow fast rusty expensive slow stolen small",
    "container": "heavy old small wooden broken rusty large green",
    "case": "heavy old small wooden green empty",
    "event": "annual long short outdoor important noisy free public",
    "organization": "local new large powerful small regional national",
    "contest": "long important local annual friendly",
    "news": "long old strange funny sad short",
    "team": "local young national visiting strong",
    "matter": "new old simple strange difficult important secret final foolish serious",
}


GIVEN = """Anna Boris Clara David Elena Felix Greta Hassan Ines Jonas Katrin Leon Maria Nadia Oskar Paula Rosa Stefan
    Tara Viktor Wanda Yusuf Zoe Amir Brigid Carlos Dora Emil Fatima Georg Helen Ivan Lucia Mateo Noor Olga""".split()
FAMILY = """Berg Costa Dahl Evans Fischer Garcia Haddad Ito Jensen Keller Lindqvist Moreau Novak Okafor Petrov Quinn
    Rossi Schmidt Tanaka Weber Young Zeller Brandt Duarte Holm""".split()
CITIES = """Bergen Lisbon Krakow Ghent Porto Tallinn Leeds Seville Basel Turin Uppsala Galway Odessa Nantes Graz
    Dresden Zagreb Aarhus Cork Malta""".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April May June July August September October November December".split()
NUMBERS = "two three four five six seven ten twelve twenty".split()

# base: third person, past, participle, -ing; regular verbs are not listed.
IRREGULAR = """
give gives gave given giving | send sends sent sent sending | sell sells sold sold selling | buy buys bought bought buying
write writes wrote written writing | read reads read read reading | build builds built built building
steal steals stole stolen stealing | break breaks broke broken breaking | find finds found found finding
lose loses lost lost losing | eat eats ate eaten eating | drive drives drove driven driving | leave leaves left left leaving
run runs ran run running | say says said said saying | tell tells told told telling | think thinks thought thought thinking
know knows knew known knowing | see sees saw seen seeing | hear hears heard heard hearing | teach teaches taught taught teaching
meet meets met met meeting | come comes came come coming | go goes went gone going | put puts put put putting
bring brings brought brought bringing | sing sings sang sung singing | sleep sleeps slept slept sleeping
throw throws threw thrown throwing | hide hides hid hidden hiding | forget forgets forgot forgotten forgetting
fall falls fell fallen falling | show shows showed shown showing | choose chooses chose chosen choosing
take takes took taken taking | be is was been being | have has had had having | do does did done doing
lend lends lent lent lending | stop stops stopped stopped stopping | plan plans planned planned planning
admit admits admitted admitted admitting | win wins won won winning | swim swims swam swum swimming
refer refers referred referred referring | drop drops dropped dropped dropping | regret regrets regretted regretted regretting
"""

# roleset verb | subject | complements. A complement is ROLE=class, PREPOSITION:ROLE=class, or ROLE=@that, @to
# (the subject does it), @object-to (the object does it), @whether; +word is a particle. `!` allows a passive.
FRAMES = """
give.01 give! | ARG0=person | ARG2=person ARG1=thing
give.01 give! | ARG0=person | ARG1=thing to:ARG2=person
give.02 give! | ARG0=person | +up ARG1=matter
send.01 send! | ARG0=person | ARG2=person ARG1=text
send.01 send! | ARG0=organization | ARG1=text to:ARG2=person
sell.01 sell! | ARG0=person | ARG1=vehicle to:ARG2=person
sell.01 sell! | ARG0=person | ARG1=thing for:ARG3=money
buy.01 buy! | ARG0=person | ARG1=thing from:ARG2=person
buy.01 buy! | ARG0=organization | ARG1=building for:ARG3=money
lend.01 lend! | ARG0=person | ARG2=person ARG1=thing
show.01 show! | ARG0=person | ARG2=person ARG1=text
show.01 show! | ARG0=person | ARG1=thing to:ARG2=person
write.01 write! | ARG0=person | ARG1=text to:ARG2=person
write.01 write! | ARG0=person | ARG1=text about:ARG3=event
read.01 read! | ARG0=person | ARG1=text
read.01 read! | ARG0=person | ARG1=text to:ARG2=person
build.01 build! | ARG0=person | ARG1=building for:ARG3=organization
build.01 build! | ARG0=organization | ARG1=building
repair.01 repair! | ARG0=person | ARG1=vehicle
repair.01 repair! | ARG0=person | ARG1=thing with:ARG2=thing
steal.01 steal! | ARG0=person | ARG1=thing from:ARG2=person
break.01 break! | ARG0=person | ARG1=thing with:ARG2=thing
break.02 break | ARG1=vehicle | +down
break.01 break | ARG1=thing |
open.01 open! | ARG0=person | ARG1=container with:ARG2=thing
open.01 open | ARG1=container |
open.02 open | ARG1=event | with:ARG2=text
paint.01 paint! | ARG0=person | ARG1=building
clean.01 clean! | ARG0=person | ARG1=place
find.01 find! | ARG0=person | ARG1=thing
lose.01 lose! | ARG0=person | ARG1=thing
lose.02 lose! | ARG0=team | ARG1=contest to:ARG2=team
win.01 win! | ARG0=team | ARG1=contest
eat.01 eat! | ARG0=person | ARG1=food
eat.01 eat! | ARG0=animal | ARG1=food
bake.01 bake! | ARG0=person | ARG1=food for:ARG3=person
drive.01 drive! | ARG0=person | ARG1=vehicle to:ARG2=place
drive.02 drive! | ARG0=person | ARG1=person to:ARG2=place
leave.01 leave | ARG0=person | ARG1=place
leave.01 leave | ARG0=person | ARG1=organization
leave.02 leave! | ARG0=person | ARG1=building to:ARG2=person
run.01 run! | ARG0=person | ARG1=place
run.01 run! | ARG0=organization | ARG1=event
run.02 run | ARG0=animal | across:ARG1=place
run.02 run | ARG0=person | to:ARG2=place
call.01 call! | ARG0=person | ARG1=person
call.02 call! | ARG0=organization | +off ARG1=event
pick.01 pick! | ARG0=person | +up ARG1=thing
turn.01 turn! | ARG0=person | +down ARG1=matter
turn.01 turn! | ARG0=organization | +down ARG1=matter
put.01 put! | ARG0=person | ARG1=thing in:ARG2=case
put.02 put! | ARG0=organization | +off ARG1=event
bring.01 bring! | ARG0=person | ARG1=food to:ARG2=event
take.01 take! | ARG0=person | ARG1=thing from:ARG2=place
take.02 take | ARG0=person | +over ARG1=place
throw.01 throw! | ARG0=person | ARG1=thing into:ARG2=place
hide.01 hide! | ARG0=person | ARG1=thing behind:ARG2=building
carry.01 carry! | ARG0=person | ARG1=thing to:ARG2=place
visit.01 visit! | ARG0=person | ARG1=place
visit.01 visit! | ARG0=person | ARG1=person
meet.01 meet | ARG0=person | ARG1=person
help.01 help! | ARG0=person | ARG1=person with:ARG2=event
teach.01 teach! | ARG0=person | ARG2=person ARG1=language
follow.01 follow! | ARG0=animal | ARG1=person
wait.01 wait | ARG0=person | for:ARG1=person
wait.01 wait | ARG0=person | for:ARG1=event
arrive.01 arrive | ARG1=person | at:ARG4=place
arrive.01 arrive | ARG1=text |
come.01 come | ARG1=person | from:ARG3=city
go.01 go | ARG1=person | to:ARG4=place
fall.01 fall | ARG1=animal | into:ARG4=place
fall.01 fall | ARG1=thing | from:ARG3=building
sleep.01 sleep | ARG0=animal |
sing.01 sing | ARG0=person |
complain.01 complain | ARG0=person | about:ARG1=matter
complain.01 complain | ARG0=person | to:ARG2=organization about:ARG1=matter
explain.01 explain! | ARG0=person | ARG1=matter to:ARG2=person
accept.01 accept! | ARG0=organization | ARG1=matter
announce.01 announce! | ARG0=organization | ARG1=matter
announce.01 announce | ARG0=person | ARG1=@that
choose.01 choose! | ARG0=organization | ARG1=person
close.01 close! | ARG0=organization | ARG1=place
close.01 close! | ARG0=person | ARG1=container
close.01 close | ARG1=place |
say.01 say | ARG0=person | ARG1=@that
think.01 think | ARG0=person | ARG1=@that
know.01 know | ARG0=person | ARG1=@that
know.02 know | ARG0=person | ARG1=person
hear.01 hear | ARG0=person | ARG1=@that
admit.01 admit | ARG0=person | ARG1=@that
tell.01 tell | ARG0=person | ARG2=person ARG1=@that
tell.01 tell! | ARG0=person | ARG2=person ARG1=news
tell.02 tell! | ARG0=person | ARG2=person ARG1=@object-to
ask.01 ask | ARG0=person | ARG2=person ARG1=@whether
ask.02 ask! | ARG0=person | ARG2=person ARG1=@object-to
persuade.01 persuade! | ARG0=person | ARG1=person ARG2=@object-to
want.01 want | ARG0=person | ARG1=@to
try.01 try | ARG0=person | ARG1=@to
promise.01 promise | ARG0=person | ARG1=@to
promise.01 promise! | ARG0=person | ARG2=person ARG1=thing
decide.01 decide | ARG0=person | ARG1=@to
decide.01 decide | ARG0=organization | ARG1=@to
refuse.01 refuse | ARG0=person | ARG1=@to
refuse.01 refuse! | ARG0=organization | ARG1=matter
forget.01 forget | ARG0=person | ARG1=@to
forget.01 forget! | ARG0=person | ARG1=matter
hope.01 hope | ARG0=person | ARG1=@that
regret.01 regret | ARG0=person | ARG1=matter
"""

# Nouns that are predicates: noun, frame lemma, roleset, role and class of the "of" phrase.
NOMINALS = """
sale sell sell.01 ARG1=building | arrival arrive arrive.01 ARG1=person | repair repair repair.01 ARG1=vehicle
| closure close close.01 ARG1=place | destruction destroy destroy.01 ARG1=building | announcement announce announce.01 ARG1=matter
| theft steal steal.01 ARG1=thing | choice choose choose.01 ARG1=person
"""

LANGUAGES = "Polish Greek Arabic music chemistry Spanish history Latin chess".split()
MANNER = "carefully quickly quietly slowly politely secretly gladly badly patiently calmly angrily".split()
TIME_ADVERBS = {
    "past": "recently immediately finally often rarely soon".split(),
    "present": "often rarely sometimes usually".split(),
    "perfect": "recently already finally often rarely".split(),
    "pluperfect": "recently already finally often rarely".split(),
    "progressive": "already finally".split(),
    "modal": "soon immediately finally often".split(),
}
NOT_GRADABLE = """local white black brown lame lost printed annual northern national regional free burnt stolen borrowed
    antique wooden stone visiting unfinished final abandoned public new""".split()
EVENT_MANNER = "suddenly slowly quickly quietly unexpectedly".split()  # where nobody acts
STATES = "want know hear regret".split()  # verbs without progressive and modal
LINKERS = "however therefore fortunately instead nevertheless meanwhile".split()
