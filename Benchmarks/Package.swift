// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who uses Braid builds it.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "braid", path: "..")],
  targets: [
    .target(
      name: "CReference", dependencies: ["CXML"],
      linkerSettings: [.linkedLibrary("icuuc"), .linkedLibrary("icui18n"), .linkedLibrary("icudata")]),
    .systemLibrary(
      name: "CXML", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]),
    .executableTarget(
      name: "CorpusBenchmark",
      dependencies: [
        "CReference", .product(name: "BraidText", package: "braid"), .product(name: "BraidCorpora", package: "braid"),
      ], swiftSettings: strict),
    .executableTarget(
      name: "TextBenchmark",
      dependencies: ["CReference", .product(name: "BraidText", package: "braid")], swiftSettings: strict),
    .executableTarget(
      name: "VocabularyBenchmark",
      dependencies: [
        "CReference", .product(name: "BraidFiles", package: "braid"),
        .product(name: "BraidText", package: "braid"), .product(name: "BraidVocabularies", package: "braid"),
      ], swiftSettings: strict),
    .target(name: "CPeak"),
    .executableTarget(
      name: "EngineBenchmark",
      dependencies: [
        "CPeak",
        .product(name: "BraidTensors", package: "braid"),
        .product(name: "BraidLayers", package: "braid"),
      ], swiftSettings: strict),
  ]
)
