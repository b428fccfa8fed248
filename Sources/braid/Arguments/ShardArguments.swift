import ArgumentParser
import BraidCorpora
package import BraidFiles

extension RecordShard: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}

/// Which part of the input a command reads, for work that several machines or processes share.
struct ShardArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Read one shard only: 3/16 reads records 3, 19, 35, … of the input.", valueName: "number/count"))
  var shard: RecordShard?

  /// Says beside an output, complete by now, which shard of the input it is; only JSONL and tables can be merged.
  ///
  /// - Parameters:
  ///   - output: the file.
  ///   - options: how it was written.
  ///   - reader: the reader, at its end, of which every document was written.
  ///   - run: what decides the output besides the input: words and digests of options.
  /// - Throws: `CorpusError.file`.
  func writeManifest(
    beside output: String, _ options: WriteOptions, _ reader: CorpusReader, run: [String]
  ) throws(CorpusError) {
    let table = TableShape(options)
    guard let shard, options.format == .jsonl || table != nil, !FileSystem.isStream(output) else { return }
    let manifest = try ShardManifest(
      reader, shard, run: StableHash.hexadecimal(run.joined(separator: "\n")), output: output,
      table: table, documents: shard.share(of: reader.records))
    try manifest.write(beside: output)
  }
}
