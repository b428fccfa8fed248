import BraidCorpora

/// A small valid text of each format that is one text file.
enum Samples {
  static let conllu = """
    # newdoc id = letters
    # sent_id = letters-1
    # text = Vámonos al mar!
    1-2	Vámonos	_	_	_	_	_	_	_	_
    1	Vamos	ir	VERB	_	Mood=Imp|Number=Plur	0	root	0:root	_
    2	nos	nosotros	PRON	_	Case=Acc	1	obj	1:obj	_
    3-4	al	_	_	_	_	_	_	_	_
    3	a	a	ADP	_	_	5	case	5:case	_
    4	el	el	DET	_	Definite=Def	5	det	5:det	_
    5	mar	mar	NOUN	_	Gender=Masc	1	obl	1:obl:a	SpaceAfter=No
    6	!	!	PUNCT	_	_	1	punct	1:punct	_

    # sent_id = letters-2
    # text = I like tea, you coffee.
    1	I	I	PRON	PRP	_	2	nsubj	2:nsubj	_
    2	like	like	VERB	VBP	_	0	root	0:root	_
    3	tea	tea	NOUN	NN	_	2	obj	2:obj	SpaceAfter=No
    4	,	,	PUNCT	,	_	5	punct	5.1:punct	_
    5	you	you	PRON	PRP	_	2	conj	5.1:nsubj	_
    5.1	like	like	VERB	VBP	_	_	_	2:conj	CopyOf=2
    6	coffee	coffee	NOUN	NN	_	5	orphan	5.1:obj	SpaceAfter=No
    7	.	.	PUNCT	.	_	2	punct	2:punct	_


    """
  static let conllup = """
    # global.columns = ID FORM LEMMA UPOS XPOS FEATS HEAD DEPREL DEPS MISC UP:PRED UP:ARGSPANS
    # sent_id = a
    # text = She gave up smoking
    1	She	she	PRON	_	_	2	nsubj	_	_	_	_
    2	gave	give	VERB	_	_	0	root	_	_	give_up.08	V:2-3|ARG0:1-1|ARG1:4-4
    3	up	up	ADP	_	_	2	compound	_	_	_	_
    4	smoking	smoke	VERB	_	_	2	xcomp	_	_	smoke.01	ARG0:1-1


    """
  static let conll2012 = """
    #begin document (nw/a); part 000
    nw/a 0 0 She PRP (TOP(S(NP*) - - - anna (PERSON) (ARG0*) (0)
    nw/a 0 1 gave VBD (VP* give 01 2 anna * (V*) -
    nw/a 0 2 me PRP (NP*) - - - anna * (ARG2*) -
    nw/a 0 3 two CD (NP* - - - anna (CARDINAL) (ARG1* (1
    nw/a 0 4 old JJ * - - - anna * * -
    nw/a 0 5 books NNS *) - - - anna * *) 1)
    nw/a 0 6 . . *)) - - - anna * * -

    #end document

    """
  static let propBank = """
    web/a 0 0 Call VB (TOP(S(VP* call call_off.02 (V* *
    web/a 0 1 off RP (PRT*) - - *) *
    web/a 0 2 the DT (NP* - - (ARG1* *
    web/a 0 3 race NN *) race race.02 *) (V*)
    web/a 0 4 ! . *)) - - * *

    web/a 1 0 Yes UH (TOP(INTJ*)) - -


    """
  static let conll2003 = """
    -DOCSTART- -X- -X- O

    U.N. NNP B-NP B-ORG
    official NN I-NP O
    Ekeus NNP I-NP B-PER
    heads VBZ B-VP O
    for IN B-PP O
    New NNP B-NP B-LOC
    York NNP I-NP I-LOC
    . . O O


    """
  static let conll2005 = """
    The * DT (NP* (S* (S(NP* - - (A0* (A0*
    robot (ORG*) NN *) * *) - - *) *)
    starts * VBZ (VP*) * (VP* 01 start (V*) *
    to * TO (VP* (S* (S(VP* - - (A1* *
    look * VB *) *)*) *)))) 02 look *) (V*)


    """.replacing("*)*)", with: "*))")
  static let conll2009 = """
    1	The	the	the	DT	DT	_	_	2	2	NMOD	NMOD	_	_	_	_
    2	economy	economy	economy	NN	NN	_	_	4	4	NMOD	NMOD	_	_	A1	_
    3	's	's	's	POS	POS	_	_	2	2	SUFFIX	SUFFIX	_	_	_	_
    4	temperature	temperature	temperature	NN	NN	_	_	5	5	SBJ	SBJ	Y	temperature.01	A2	A1
    5	falls	fall	fall	VBZ	VBZ	_	_	0	0	ROOT	ROOT	Y	fall.01	_	_


    """
  static let jsonl = """
    {"id":"a","language":"en","text":"Anna sees “Köln”.","tokens":[[0,4],[5,9],[10,13,"punctuation"],[13,18],[18,21,"punctuation"],[21,22,"punctuation"]],"sentences":[{"tokens":[0,6],"comments":["# x"],"multiwords":[{"tokens":[2,4],"form":"“Köln","tags":{"misc":"x"}}],"emptyNodes":[{"position":2,"index":1,"form":"_","tags":{"deps":"1:x"}}]}],"labels":{"label":[{"name":"good","score":0.25}],"topic":[{"name":"a"},{"name":"b"}]},"probabilities":{"label":{"good":0.25,"bad":0.75}},"tags":{"pos":["NNP",null,"``","NNP","''","."]},"tagScores":{"pos":[1.0,null,0.5,0.25,1e-05,0.0]},"spans":{"entity":[{"label":"LOC","tokens":[3,4],"start":13,"end":18,"score":0.5}]},"frames":[{"predicate":1,"extent":[1,3],"sense":"see.01","senseScore":0.625,"score":0.75,"arguments":[{"role":"ARG0","tokens":[0,1],"start":0,"end":4}]}],"translations":{"de":{"text":"Anna sieht Köln.","tokens":[[0,4]],"score":-1.5,"alternatives":[{"text":"Anna","score":-2.5}],"attention":[[0.1,0.2,0.3,0.3,0.0,0.1]]}},"fields":{"source":"tab\\t\\u0001"}}
    {"text":"plain","label":"bad","extra":{"a":[1,2.5e3]}}

    """
  static let tsv = "1\tA warm , funny film .\n0\tNo “plot” .\n"
  static let csv = "label,text\r\ngood,\"He said \"\"yes\"\",\nthen left\"\r\nbad,plain\r\n"
  static let trees = "(3 (2 It) (4 (2 's) (4 good\\/great)))\n(1 (1 -LRB-)\n  (0 bad))\n"
  static let trec = "DESC:manner How did it start ?\nENTY:other What is a ?\n"
  static let fasttext = "__label__good __label__long a fine day\nno label here\n"
  static let po = """
    msgid ""
    msgstr "Language: de\\n"

    # greeting
    #: main.c:3
    #, c-format
    msgctxt "menu"
    msgid "Open %s\\n"
    msgstr ""
    "%s öffnen"
    "\\n"

    msgid "one file"
    msgid_plural "%d files"
    msgstr[0] "eine Datei"
    msgstr[1] "%d Dateien"

    #~ msgid "old"
    #~ msgstr "alt"

    msgid "open"
    msgstr ""

    """

  /// Every sample with the options that read it.
  static let all: [(options: ReadOptions, text: String)] = [
    (ReadOptions(format: .conllu), conllu), (ReadOptions(format: .conllup), conllup),
    (ReadOptions(format: .conll2012), conll2012), (ReadOptions(format: .conll2012), propBank),
    (ReadOptions(format: .conll2003), conll2003), (ReadOptions(format: .conll2005), conll2005),
    (ReadOptions(format: .conll2009), conll2009), (ReadOptions(format: .jsonl), jsonl),
    (ReadOptions(format: .tsv), tsv), (ReadOptions(format: .csv), csv), (ReadOptions(format: .trees), trees),
    (ReadOptions(format: .trec), trec), (ReadOptions(format: .fasttext), fasttext), (ReadOptions(format: .po), po),
    (ReadOptions(format: .text), po), (ReadOptions(format: .paragraphs), po), (ReadOptions(format: .lines), po),
    (ReadOptions(format: .parallelTSV), tsv), (ReadOptions(format: .conll2000), "a NN B-NP\n# # I-NP\n\n"),
  ]
}
