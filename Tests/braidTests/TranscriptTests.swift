import BraidTestSupport
import Foundation
import Testing

/// Every command, run as a program on `corpora/`: exit code, standard output and standard error.
@Suite(.enabled(if: Program.path != nil, "the program braid was not built with the tests"))
struct TranscriptTests {
  /// The commands that need no model.
  static let plain = [
    Transcript(
      name: "braid",
      commands: [
        "braid", "braid --version", "braid tokenise corpora/inbox/01-ferry.txt", "braid covnert a b",
        "braid frobnicate", "braid clean",
        "braid --verison", "braid help nothing",
      ]),
    Transcript(
      name: "tokenize",
      commands: [
        "braid tokenize corpora/inbox/02-bakery.txt",
        "echo 'Dr. Smith paid $3.50. He left.' | braid tokenize --abbreviation Dr. --pattern quantity --tokenized",
        "printf 'one\\ntwo\\n' | braid tokenize - --from lines --to lines --quiet",
        "braid tokenize corpora/letter/letter.xml --from tei --output letter.jsonl",
        "braid tokenize corpora/inbox/03-phone.txt --locale xx-nowhere-at-all --quiet",
        "braid tokenize corpora/inbox/03-phone.txt --abbreviation Dr",
        "braid tokenize corpora/inbox/03-phone.txt --patern url",
        "braid tokenize corpora/inbox/03-phone.txt --pattern urls",
        "braid tokenize nowhere.txt",
        "braid tokenize corpora/inbox/03-phone.txt --output /dev/null/out.jsonl",
      ]),
    Transcript(
      name: "convert",
      commands: [
        "head -3 corpora/reviews/dev.tsv | braid convert - - --from tsv --to fasttext --column label=1 --column text=2",
        "braid convert corpora/tagged/dev.conllu dev.jsonl",
        "braid convert corpora/memory/memory.tmx - --to tsv --quiet | sed -n 1,3p",
        "braid tokenize corpora/letter/letter.xml --from tei --output letter.jsonl --quiet",
        "braid convert letter.jsonl tokenized.xml --into corpora/letter/letter.xml --to tei",
        "printf 'msgid \"Open\"\\nmsgstr \"\"\\n\\n#, fuzzy\\nmsgid \"Old\"\\nmsgstr \"Alt\"\\n' > menu.po",
        "printf '{\"text\":\"Open\",\"translations\":{\"de\":{\"text\":\"Öffnen\",\"score\":-1}}}\\n{\"text\":\"Old\"}\\n' > menu.jsonl",
        "braid convert menu.jsonl menu.de.po --into menu.po && cat menu.de.po",
        "braid convert menu.jsonl menu.de.po --into menu.po --annotations standoff",
        "braid convert menu.jsonl menu.xlf --quiet",
        "printf '{\"id\":\"a\",\"text\":\"one\"}\\n{\"id\":\"b\",\"text\":\"two\\\\nlines\"}\\n' > two.jsonl",
        "braid convert two.jsonl - --to lines",
        "braid convert two.jsonl - --to conllu --dead-letters dead.jsonl",
        "cat dead.jsonl",
        "braid convert corpora/reviews/dev.tsv out.unknown",
        "braid convert corpora/reviews/dev.tsv",
        "braid convert corpora/reviews/dev.tsv - --to jsnol",
        "braid convert corpora/reviews/dev.tsv - --to fasttext --column label",
      ]),
    Transcript(
      name: "convert-spans",
      commands: [
        "printf '{\"text\":\"Anna lives in Oslo.\",\"label\":[[0,4,\"PER\"],[14,17,\"LOC\"]],\"n\":1}\\n' > doccano.jsonl",
        "braid convert doccano.jsonl - --to jsonl",
        "braid convert doccano.jsonl - --to prodigy --cut-tokens",
        "braid convert doccano.jsonl - --to label-studio --quiet",
        "braid convert doccano.jsonl brat --to brat",
        "cat brat/document-1.ann brat/annotation.conf",
        "braid convert brat - --to jsonl --offsets characters",
        "braid convert doccano.jsonl brat - --to lines",
        "braid convert doccano.jsonl - --to jsonl --field text=text",
        "braid convert doccano.jsonl - --to webanno",
        "braid convert doccano.jsonl - --to html",
        "braid convert doccano.jsonl notes --to webanno && ls notes",
        "braid convert notes pages --from webanno --to xmi && ls pages",
        "printf '<title>T</title>\\n<p>Ann <b>left</b> &amp; came.' > page.html",
        "braid convert page.html page.jsonl && cat page.jsonl",
        "braid convert page.jsonl - --into page.html --to html",
        "braid convert --formats",
      ]),
    // Files as people have them, each of which was once read wrongly.
    Transcript(
      name: "cases",
      commands: [
        "for file in blank-lines.csv blank-lines.jsonl; do braid convert cases/$file - --to lines --max-lost 0; done",
        "braid convert cases/blank-lines.trec - --from trec --to lines --max-lost 0",
        "braid convert cases/comments.conll - --from conll2003 --to lines --quiet",
        "braid convert cases/comments.tsv - --from columns --column form=2 --column entity:bio=3 --to jsonl --quiet",
        "braid tokenize cases/raw.txt --to conllu --quiet",
        "for file in case.csv sentence.tsv class.csv review.csv; do braid convert cases/header-$file - --to jsonl; done",
        "braid convert cases/semicolons.csv - --to jsonl",
        "for file in docstart docstart-width; do "
          + "braid convert cases/$file.conll - --from conll2003 --to conll2003 --quiet; done",
        "for file in io.tsv io-underscore.conll io-suffix.conll; do "
          + "braid convert cases/$file - --from conll2003 --to jsonl --max-lost 0 --quiet; done",
        "for file in doccano prodigy tagged; do braid convert cases/$file.jsonl - --to jsonl --offsets characters; done",
        "braid convert cases/tagged.jsonl - --field tokens=tokens --field ner:bio=ner_tags --to jsonl",
        "braid convert cases/ranges.conllu - --to lines --quiet",
        "for file in blank-lines escapes fuzzy; do braid convert cases/$file.po - --to jsonl; done",
        "for language in ar sl lv ja; do braid convert cases/plural-$language.po - --to parallel-tsv --quiet; done",
        "for file in join nested-words; do braid convert cases/$file.xml - --from tei --to lines --quiet; done",
        "for file in empty-targets.xlf states-1.xlf states-2.xlf empty-segments.tmx; do "
          + "braid convert cases/$file - --to parallel-tsv --target-language de --quiet; done",
      ]),
    Transcript(
      name: "stats",
      commands: [
        "braid stats train=corpora/reviews/train.tsv dev=corpora/reviews/dev.tsv",
        "braid stats corpora/frames/dev.conll --format conll2012 --top 3",
        "printf 'pos\\ta\\n\\nneg\\tb\\n' > three.tsv",
        "braid stats three.tsv --column label=1 --column text=2 --json | sed -n 1,12p",
        "braid stats three.tsv --column label=1 --column text=2 --max-lost 0.1",
        "braid stats train=three.tsv dev=three.tsv --column label=1 --column text=2 --strict --quiet | tail -3",
        "braid stats train=three.tsv dev=three.tsv --column label=1 --column text=2 --strict --quiet >/dev/null",
        "braid stats corpora/reviews/dev.tsv --column label=3",
        "braid stats corpora/reviews/dev.tsv --max-lost 2",
        "braid stats corpora/reviews/dev.tsv --form tsv",
        "touch nothing.csv; braid stats nothing.csv",
      ]),
    Transcript(
      name: "merge",
      commands: [
        "for n in 1 2 3; do braid tokenize corpora/reviews/dev.tsv --shard $n/3 --output $n.jsonl --quiet; done",
        "cat 2.jsonl.shard.json",
        "braid tokenize corpora/reviews/dev.tsv --output whole.jsonl --quiet",
        "braid merge 3.jsonl 1.jsonl 2.jsonl --output merged.jsonl && cmp merged.jsonl whole.jsonl",
        "braid merge ?.jsonl | cmp - whole.jsonl",
        "braid merge ?.jsonl --output merged.tsv && sed -n 1,2p merged.tsv",
        "braid merge 1.jsonl 3.jsonl --output merged.jsonl",
        "echo '{}' >> 3.jsonl; braid merge ?.jsonl --output other.jsonl; ls other.jsonl",
        "braid merge whole.jsonl --output other.jsonl",
        "braid merge ?.jsonl --output 2.jsonl",
        "braid convert corpora/reviews/dev.tsv - --to lines --shard 40/50 --quiet",
        "braid stats corpora/reviews/dev.tsv --shard 1/2 | sed -n 1,2p",
        "braid stats corpora/reviews/dev.tsv --shard 3/2",
        "printf 'id,text\\na,\"one\\n, two\"\\nb,three\\n' > t.csv; for n in 1 2; do braid convert t.csv $n.csv --shard $n/2 -q; done",
        "braid merge 1.csv 2.csv --quiet",
      ]),
    Transcript(
      name: "split",
      commands: [
        "braid split corpora/reviews/dev.tsv --output parts --stratify label",
        "braid split corpora/reviews/dev.tsv --output parts",
        "head -21 corpora/reviews/dev.tsv | braid split - --from tsv -o piped --parts train=0.5,dev=0.5 --quiet",
        "braid split corpora/reviews/dev.tsv --output other --stratify lable",
        "braid split corpora/reviews/dev.tsv --output other --parts a=b",
        "braid split corpora/reviews/dev.tsv --output other --stratify label --group id",
        "braid split -",
      ]),
    Transcript(
      name: "vocab",
      commands: [
        "braid vocab corpora/reviews/train.tsv --size 6 --output words.txt --coverage dev=corpora/reviews/dev.tsv",
        "cat words.txt",
        "braid vocab corpora/captions/train.en --from lines --kind bpe --size 60 --output pieces.txt",
        "braid vocab corpora/reviews/dev.tsv --kind labels",
        "printf 'a b\\nb\\n' | braid vocab - --from lines --quiet",
        "for n in 1 2; do braid vocab corpora/reviews/train.tsv --shard $n/2 --counts $n.counts --quiet; done",
        "sed -n '1,2p;$p' 2.counts",
        "braid vocab --merge 1.counts 2.counts --size 6 --output merged.txt && cmp merged.txt words.txt",
        "braid vocab --merge 1.counts",
        "braid vocab --merge 1.counts 2.counts --kind bpe",
        "braid vocab --merge 1.counts --shard 1/2",
        "braid vocab corpora/reviews/dev.tsv --kind wrods",
        "braid vocab corpora/reviews/dev.tsv --size 0",
        "braid vocab corpora/reviews/dev.tsv --output /dev/null/words.txt",
        "braid vocab corpora/reviews/dev.tsv --kind labels --layer lable",
        "braid vocab corpora/reviews/dev.tsv --side de --quiet",
        "braid vocab corpora/reviews/dev.tsv --special ''",
      ]),
    Transcript(
      name: "init",
      commands: [
        "braid init corpora/reviews/*.tsv corpora/captions/*.en corpora/captions/*.de --output mine.yaml",
        "cat mine.yaml",
        "braid init corpora/reviews/dev.tsv --output mine.yaml",
        "braid init corpora/reviews/dev.tsv --output - 2>/dev/null | sed -n 1,5p",
        "braid init nowhere.tsv --output other.yaml",
        "braid init",
      ]),
    Transcript(
      name: "config",
      commands: [
        "braid config tiny.yaml --set model.epochs=5",
        "braid config tiny.yaml --set model.epoch=5",
        "braid config tiny.yaml --set model.epochs=many",
        "sed 's/head: tagging/head: taging/' tiny.yaml > misspelt.yaml; braid config misspelt.yaml",
        "sed 's/tags: upos/tags: upos, beam: 4/' tiny.yaml > foreign.yaml; braid config foreign.yaml",
        "echo 'stages: []' > empty.yaml; braid config empty.yaml",
        "echo 'stages: [' > broken.yaml; braid config broken.yaml",
        "braid config nowhere.yaml",
      ]),
    Transcript(
      name: "schema",
      commands: [
        "braid schema > pipeline.schema.json", "head -12 pipeline.schema.json", "braid schema tiny.yaml",
        "braid schema --of jsonl | cut -c-70",
      ]),
  ]

  /// The commands that need the trained models.
  static let withModels = [
    Transcript(
      name: "evaluate",
      commands: [
        "braid evaluate --model model --data corpora/reviews/dev.tsv --resamples 50",
        "braid evaluate --model model --task pos --data dev.conllu --errors 1 --resamples 50",
        "braid evaluate --model model --task sentiment --data corpora/reviews/dev.tsv --json --resamples 50 | sed -n 1,20p",
        "head -4 corpora/reviews/dev.tsv | braid evaluate --model model --data - --format tsv --errors 0 --resamples 50",
        "braid evaluate --model model --task sentimnet --data corpora/reviews/dev.tsv",
        "braid evaluate --model model --task pos --data corpora/reviews/dev.tsv",
        "braid evaluate --model model --task pos --data dev.conllu --found-predicates --quiet",
        "printf 'label\\ttext\\nfine\\tA fine day.\\n' | braid evaluate --model model --data - --format tsv --task sentiment",
        "printf '{\"text\":\"A day\",\"tokens\":[[0,1],[2,5]],\"tags\":{\"upos\":[\"DET\",\"NOUN\"]},"
          + "\"labels\":{\"label\":[{\"name\":\"fine\"}]}}\\n' > fine.jsonl",
        "braid evaluate --model model --data fine.jsonl --resamples 50 > scores.txt",
        "braid evaluate --model modle --data corpora/reviews/dev.tsv",
        "braid evaluate --model corpora --data corpora/reviews/dev.tsv",
        "braid evaluate --modl model --data corpora/reviews/dev.tsv",
        "braid evaluate --data corpora/reviews/dev.tsv",
      ]),
    Transcript(
      name: "compare",
      commands: [
        "braid compare model longer --task pos --data dev.conllu --resamples 50 --changes 2",
        "braid compare model longer --data corpora/reviews/dev.tsv --resamples 50 --json | sed -n 1,20p",
        "braid compare model nowhere --data dev.conllu",
        "braid compare model --data dev.conllu",
        "braid compare model longer --data dev.conllu --resamples 0",
      ]),
    Transcript(
      name: "score",
      commands: [
        "braid score corpora/tagged/dev.conllu corpora/tagged/dev.conllu --quiet",
        "touch empty.conllu; braid score empty.conllu empty.conllu",
        "braid score dev.conllu empty.conllu",
        "braid annotate --model model dev.conllu --output predicted.conllu --quiet",
        "braid score dev.conllu predicted.conllu",
        "braid score dev.conllu predicted.conllu --json --quiet | sed -n 1,14p",
        "head -40 corpora/reviews/dev.tsv > gold.tsv; sed 's/^positive/negative/' gold.tsv > guess.tsv",
        "braid score gold.tsv guess.tsv --resamples 50",
        "braid convert corpora/frames/dev.conll frames.jsonl --from conll2012 --quiet",
        "braid score frames.jsonl frames.jsonl --resamples 50 --quiet",
        "sed 's/The/A/' dev.conllu > other.conllu; braid score dev.conllu other.conllu --quiet",
        "printf '1\\ta\\ta\\tX\\t_\\t_\\t1\\tdep\\t_\\t_\\n\\n' > circle.conllu; braid score circle.conllu circle.conllu",
        "head -20 gold.tsv > fewer.tsv; braid score gold.tsv fewer.tsv --quiet",
        "braid score gold.tsv frames.jsonl",
        // Predictions alone: with a text, with an id, with nothing else.
        "printf 'label,text\\ngood,Yes\\nbad,No\\nbad,Well\\n' > own.csv",
        "printf 'text,predicted_label\\nYes,good\\nNo,good\\nWell,\\n' > alone.csv",
        "braid score own.csv alone.csv --resamples 0 --quiet",
        "printf 'id,predicted_label\\n1,good\\n2,good\\n3,bad\\n' > ids.csv; braid score own.csv ids.csv --resamples 0 --quiet",
        "cut -d, -f2 ids.csv > column.csv; braid score own.csv column.csv --resamples 0 --quiet",
        // A table that was annotated: what is predicted counts, not the gold label beside it.
        "printf 'label,text,predicted_label\\ngood,Yes,bad\\nbad,No,\\nbad,Well,bad\\n' > beside.csv",
        "braid score own.csv beside.csv --resamples 0 --quiet",
        "braid score own.csv beside.csv --column label=label --column text=text --resamples 0 --quiet",
        "sed 's/^label,/kind,/' own.csv > kinds.csv; braid score kinds.csv alone.csv --column label=kind --column text=text --resamples 0 --quiet",
        "braid score dev.conllu nowhere.conllu",
        "braid score dev.conllu",
      ]),
    Transcript(
      name: "annotate",
      commands: [
        "printf '{\"id\":\"a\",\"text\":\"The soup was cold.\"}\\n' | braid annotate --model model -",
        "braid annotate --model model corpora/inbox/0*.txt --from text --output inbox.jsonl --task sentiment --no-scores",
        "head -c 300 inbox.jsonl",
        "braid annotate --model model dev.conllu --to conllu --quiet | sed -n 1,5p",
        "printf '{\"text\":\"One.\"}\\n}\\n{\"text\":\"Two.\"}\\n' > three.jsonl",
        "braid annotate --model model three.jsonl --output out.jsonl",
        "cat out.jsonl.dead-letters.jsonl",
        "braid annotate --model model three.jsonl --output strict.jsonl --strict",
        "braid annotate --model model --from tei --rewrite inline --output letter.xml corpora/letter/letter.xml --task pos",
        "braid annotate --model model - --from jsonl --dead-letters - --offsets characters --quiet < three.jsonl | cut -c-60",
        "braid annotate --model model three.jsonl --output 2.jsonl --shard 2/3 --quiet; cat 2.jsonl.shard.json",
        "braid annotate --model model three.jsonl --task sentimnet",
        "braid annotate --model model three.jsonl --n-best 65",
        "braid annotate --model model three.jsonl --resume",
        "braid annotate --model model three.jsonl --output out.unknown",
        "braid annotate --model modle three.jsonl",
        "braid annotate --model model nowhere.jsonl",
        "echo '}' | braid annotate --model model -",
        "braid annotate --model model --form jsonl three.jsonl",
      ]),
    Transcript(
      name: "model",
      commands: [
        "braid model info model", "braid model info model --json | sed -n 1,9p", "braid model info modle",
        "braid model pack model --output tiny.braid --licence 'CC0 1.0' --source 'corpora/reviews'",
        "braid model pack model --output half.braid --half",
        "braid model info tiny.braid | sed -n 1,8p",
        "python3 -m zipfile --list tiny.braid | cut -c1-50",
        "braid annotate --model half.braid corpora/inbox/02-bakery.txt --from text --to conllu | sed -n 1,6p",
        "mkdir models && mv tiny.braid models && BRAID_MODELS=models braid model list | sed 1q",
        "BRAID_MODELS=models braid model info tiny | sed 1q",
        "braid model unpack half.braid --output unpacked && ls unpacked",
        "braid model pack unpacked --output again.braid && cmp again.braid half.braid",
        "braid model unpack half.braid --output unpacked",
        "braid model unpack model --output other",
        "head -c 9999 half.braid > cut.braid; braid model info cut.braid",
        "printf '\\1' | dd of=half.braid bs=1 seek=5000 conv=notrunc status=none; braid model info half.braid",
        "braid model info corpora/reviews/dev.tsv", "braid model info nowhere.braid",
        "braid model", "braid model inof model",
      ]),
    // A model that is large enough for weights in 8 bits.
    Transcript(
      name: "quantize",
      commands: [
        "braid run tiny.yaml --plain --threads 1 --only model --output wide --set model.encoder.embedding=32 "
          + "--set model.encoder.lstm.units=48 > /dev/null 2>&1; ls wide/model/model",
        "braid model quantize wide --output refused.braid --pipeline tiny.yaml --run wide",
        "braid model quantize wide --output kept.braid --pipeline tiny.yaml --run wide --keep encoder.lstm",
        "braid model info kept.braid | grep 32",
        "braid model quantize wide --output eight.braid --pipeline tiny.yaml --run wide --limit 1",
        "braid model info eight.braid | sed -n '2,6p;/in 8 bits, /p'",
        "braid annotate --model eight.braid corpora/inbox/02-bakery.txt --from text --to conllu --quiet | sed -n 4,6p",
        "for threads in 1 2; do braid annotate --model eight.braid dev.conllu --to jsonl --threads $threads --quiet "
          + "> $threads.jsonl; done; cmp 1.jsonl 2.jsonl",
        "braid model pack eight.braid --output again.braid && cmp eight.braid again.braid",
        "braid model quantize wide --output no.braid --data dev.conllu",
        "braid model quantize wide --output pos.braid --data dev.conllu --task pos --limit 5 --json",
        "braid model quantize wide --output no.braid --data dev.conllu --task pos --keep encoder.word",
        "braid model quantize eight.braid --output no.braid --data dev.conllu",
        "braid model pack eight.braid --output no.braid --half",
        "braid model quantize model --output no.braid --data dev.conllu --task pos",
        "braid model quantize wide --output no.braid", "braid model quantize wide --output no.braid --data a --set b=c",
        "braid model quantize wide --output no.braid --data dev.conllu --limit -1",
        "ls *.braid",
      ]),
    Transcript(
      name: "serve",
      commands: [
        "bash served --model model --log -- GET /healthz",
        "bash served --model model -- POST /v1/annotate 'The soup was cold.'",
        "bash served --model model --text-bytes 5 -- POST /v1/annotate 'The soup was cold.'",
        "braid serve --model modle",
        "braid serve --model model --port 65536",
        "braid serve --model model --requests 0",
        "braid serve --model model --token-file nowhere",
        "braid serve",
      ]),
    Transcript(
      name: "run",
      commands: [
        "braid run tiny.yaml --plain --threads 1",
        "ls runs/tiny",
        "braid plan tiny.yaml",
        "braid plan tiny.yaml --set model.epochs=1",
        "braid plan tiny.yaml --only words",
        "braid plan tiny.yaml --only wrods",
        "braid run tiny.yaml --plain --only words",
        "braid run tiny.yaml --only words --force --json | grep -v progress | cut -d: -f1",
        "braid run tiny.yaml --only wrods",
        "braid run nowhere.yaml",
        "braid run tiny.yaml --plain --set inbox.input=nowhere.txt",
        "printf '{\"text\":\"One.\"}\\n{' > broken.jsonl",
        "rm runs/tiny/model/model/config.json; "
          + "braid run tiny.yaml --plain --set inbox.input=broken.jsonl --set inbox.format=jsonl",
      ]),
    Transcript(
      name: "affinity",
      commands: [
        "braid affinity tiny.yaml --interval 2 --models 2 --write groups.yaml --plain --threads 1",
        "grep name: groups.yaml",
        "braid affinity tiny.yaml --write groups.yaml",
        "braid affinity tiny.yaml --interval 0",
        "braid affinity pipelines/prepare-only.yaml",
      ]),
    Transcript(
      name: "sweep",
      commands: [
        "braid sweep tiny.yaml --budget 10 --set model.epochs=[1,2]",
        "braid sweep tiny.yaml --budget 1m",
        "braid sweep tiny.yaml --budget 1m --set model.weights.kind=[famo,fam]",
        "braid sweep pipelines/prepare-only.yaml --budget 1m --set words.size=[1,2]",
      ]),
    Transcript(
      name: "check",
      commands: [
        "braid check tiny.yaml --plain",
        "braid check tiny.yaml --plain --json | sed -n 1,8p",
        "braid check tiny.yaml --plain --set tagged.train=nowhere.conllu",
        "braid check tiny.yaml --plain --set tagged.part=dev",
      ]),
  ]

  /// The help of every command and subcommand.
  static let help = Command.each.map { command in
    Transcript(
      name: "help-" + command.name.replacing(" ", with: "-"), commands: ["braid \(command.name) --help"])
  }

  @Test(arguments: plain)
  func `a command on corpora does what its transcript shows`(_ transcript: Transcript) throws {
    try transcript.expect(transcript.run(in: Workplace.empty()))
  }

  @Test func `training a pipeline does what its transcript shows`() throws {
    try Workplace.training.expect(Workplace.trained.get().transcript)
  }

  @Test(arguments: withModels)
  func `a command on trained models does what its transcript shows`(_ transcript: Transcript) throws {
    try transcript.expect(transcript.run(in: Workplace.withModels()))
  }

  @Test(arguments: help)
  func `the help of a command is what its transcript shows`(_ transcript: Transcript) throws {
    try transcript.expect(transcript.run(in: Workplace.empty()))
  }

  @Test func `every command has its transcripts, and every transcript is run`() throws {
    let run = (Self.plain + Self.withModels + Self.help + [Workplace.training]).map(\.name)
    let files = try FileManager.default.contentsOfDirectory(atPath: Transcript.folder.path)
      .filter { $0.hasSuffix(".txt") }.map { String($0.dropLast(".txt".count)) }
    #expect(Set(files).subtracting(run) == [])
    let commands = (Self.plain + Self.withModels + [Workplace.training]).flatMap(\.commands)
    for command in Command.all {
      #expect(
        commands.contains {
          $0.contains("braid \(command.name) ") || $0 == "braid \(command.name)"
            || $0.hasPrefix("bash served") && command.name == "serve"
        }, "\(command.name)")
    }
  }
}
