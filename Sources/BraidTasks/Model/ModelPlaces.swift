import BraidFiles
import Foundation

/// Where models are that have a name, such as `english`.
///
/// In this order: the folders of the environment variable `BRAID_MODELS`, with colons between; those of the user; those of the
/// system, beside the program first; for a program that was built in a clone, the `pipelines` of the clone.
package enum ModelPlaces {
  /// The ending of a model that is one file.
  package static let ending = ".braid"

  /// The folders that are searched, each once.
  package static var folders: [String] {
    let environment = ProcessInfo.processInfo.environment
    var folders = (environment["BRAID_MODELS"] ?? "").split(separator: ":").map(String.init)
    if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") {
      folders.append("\(data)/braid/models")
    } else if let home = environment["HOME"], home.hasPrefix("/") {
      folders.append("\(home)/.local/share/braid/models")
    }
    if let program {
      folders.append(Paths.folder(Paths.folder(program)) + "/share/braid/models")
      // In a wheel they are beside the program.
      folders.append(Paths.folder(program) + "/models")
    }
    folders += ["/usr/local/share/braid/models", "/usr/share/braid/models"]
    if let program, let build = program.range(of: "/.build/", options: .backwards) {
      folders.append(program[..<build.lowerBound] + "/pipelines")
    }
    var seen = Set<String>()
    return folders.filter { seen.insert($0).inserted }
  }

  /// The program that runs, links followed.
  private static var program: String? {
    Bundle.main.executablePath.map { URL(fileURLWithPath: $0).resolvingSymlinksInPath().path }
  }

  /// The file or folder of the model of a name; nil when there is none.
  package static func model(named name: String) -> String? {
    guard !name.isEmpty, !name.utf8.contains(UInt8(ascii: "/")), name.utf8.first != UInt8(ascii: ".") else {
      return nil
    }
    for folder in folders {
      for place in ["\(folder)/\(name)\(ending)", "\(folder)/\(name)/\(name)\(ending)", "\(folder)/\(name)"] {
        if place.hasSuffix(ending) ? isFile(place) : FileSystem.exists(place + "/config.json") { return place }
      }
    }
    return nil
  }

  /// All models with a name, sorted by it: each is the one that `model(named:)` finds.
  package static var all: [(name: String, path: String)] {
    var names = Set<String>()
    for folder in folders {
      for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
        names.insert(name.hasSuffix(ending) ? String(name.dropLast(ending.count)) : name)
      }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.compactMap { name in
      model(named: name).map { (name, $0) }
    }
  }

  private static func isFile(_ path: String) -> Bool { FileSystem.exists(path) && !FileList.isFolder(path) }
}
