// swift-tools-version: 6.2
import PackageDescription

// A package of its own, since everything in it is built with the instrumentation of libFuzzer: see `run`.
let package = Package(
  name: "fuzz",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "braid", path: "../..")],
  targets: [
    .executableTarget(
      name: "Fuzz",
      dependencies: ["BraidText", "BraidCorpora", "BraidVocabularies", "BraidTensors"].map {
        .product(name: $0, package: "braid")
      },
      swiftSettings: [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .treatAllWarnings(as: .error),
      ])
  ]
)
