// swift-tools-version: 6.2
import PackageDescription

/// One list of settings for every Swift target: language mode 6 and warnings as errors.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "braid",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "braid", targets: ["braid"]),
    .library(name: "BraidFiles", targets: ["BraidFiles"]),
    .library(name: "BraidText", targets: ["BraidText"]),
    .library(name: "BraidCorpora", targets: ["BraidCorpora"]),
    .library(name: "BraidVocabularies", targets: ["BraidVocabularies"]),
    .library(name: "BraidTensors", targets: ["BraidTensors"]),
    .library(name: "BraidLayers", targets: ["BraidLayers"]),
    .library(name: "BraidTasks", targets: ["BraidTasks"]),
    .library(name: "BraidTraining", targets: ["BraidTraining"]),
    .library(name: "BraidAnnotation", targets: ["BraidAnnotation"]),
    .library(name: "BraidPipelines", targets: ["BraidPipelines"]),
    .library(name: "BraidServing", targets: ["BraidServing"]),
  ],
  traits: [
    .default(enabledTraits: ["Service"]),
    .trait(name: "Service", description: "braid serve, the annotation service over HTTP"),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    .target(
      name: "CICU",
      linkerSettings: [.linkedLibrary("icuuc"), .linkedLibrary("icui18n"), .linkedLibrary("icudata")]),
    .systemLibrary(
      name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .target(name: "CKernels"),
    .target(name: "CMPI", linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
    .target(name: "CAllocator"),

    .target(name: "BraidFiles", dependencies: ["CKernels", "CZlib"], swiftSettings: strict),
    .target(name: "BraidText", dependencies: ["BraidFiles", "CICU"], swiftSettings: strict),
    .target(
      name: "BraidCorpora", dependencies: ["BraidFiles", "BraidText", "CLibXML2"], swiftSettings: strict),
    .target(name: "BraidVocabularies", dependencies: ["BraidFiles", "BraidText"], swiftSettings: strict),
    .target(name: "BraidTensors", dependencies: ["BraidFiles", "CKernels"], swiftSettings: strict),
    .target(name: "BraidLayers", dependencies: ["BraidFiles", "BraidTensors", "CKernels"], swiftSettings: strict),
    .target(
      name: "BraidTasks",
      dependencies: ["BraidFiles", "BraidText", "BraidVocabularies", "BraidTensors", "BraidLayers", "CAllocator"],
      swiftSettings: strict),
    .target(
      name: "BraidTraining",
      dependencies: ["BraidFiles", "BraidVocabularies", "BraidTensors", "BraidTasks", "BraidText"],
      swiftSettings: strict),
    .target(
      name: "BraidAnnotation",
      dependencies: ["BraidFiles", "BraidTasks", "BraidCorpora", "BraidText"],
      swiftSettings: strict),
    .target(
      name: "BraidReports", dependencies: ["BraidFiles", "BraidTasks", "BraidTraining", "BraidCorpora", "BraidText"],
      swiftSettings: strict),
    .target(
      name: "BraidPipelines",
      dependencies: [
        "BraidFiles", "BraidText", "BraidCorpora", "BraidVocabularies", "BraidTensors", "BraidLayers", "BraidTasks",
        "BraidTraining", "BraidAnnotation", "BraidReports", "CMPI", "Yams",
      ],
      swiftSettings: strict),
    .target(
      name: "BraidServing",
      dependencies: [
        "BraidAnnotation", "BraidFiles", "BraidTasks", "BraidCorpora", "BraidLayers", "BraidText", "BraidTensors",
        "BraidVocabularies",
        .product(name: "Hummingbird", package: "hummingbird", condition: .when(traits: ["Service"])),
        .product(name: "HummingbirdCore", package: "hummingbird", condition: .when(traits: ["Service"])),
        .product(name: "HTTPTypes", package: "swift-http-types", condition: .when(traits: ["Service"])),
        .product(name: "Logging", package: "swift-log", condition: .when(traits: ["Service"])),
        .product(name: "NIOCore", package: "swift-nio", condition: .when(traits: ["Service"])),
        .product(name: "NIOHTTP1", package: "swift-nio", condition: .when(traits: ["Service"])),
        .product(name: "NIOHTTPTypes", package: "swift-nio-extras", condition: .when(traits: ["Service"])),
        .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras", condition: .when(traits: ["Service"])),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle", condition: .when(traits: ["Service"])),
      ],
      resources: [
        .embedInCode("Resources/openapi.json"), .embedInCode("Resources/page.css"),
        .embedInCode("Resources/page.html"), .embedInCode("Resources/page.js"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "braid",
      dependencies: [
        "BraidFiles", "BraidText", "BraidCorpora", "BraidVocabularies", "BraidTensors", "BraidTasks", "BraidTraining",
        "BraidAnnotation", "BraidPipelines", "CAllocator",
        .target(name: "BraidServing", condition: .when(traits: ["Service"])),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    .target(name: "BraidTestSupport", dependencies: ["BraidFiles", "BraidTensors"], swiftSettings: strict),
    .testTarget(name: "BraidFilesTests", dependencies: ["BraidFiles", "BraidTestSupport"], swiftSettings: strict),
    .testTarget(
      name: "BraidTextTests", dependencies: ["BraidFiles", "BraidText"], resources: [.copy("Resources")],
      swiftSettings: strict),
    .testTarget(
      name: "BraidCorporaTests",
      dependencies: ["BraidCorpora", "BraidFiles", "BraidTestSupport", "BraidText", "BraidVocabularies"],
      exclude: ["Inputs", "References"],
      swiftSettings: strict),
    .testTarget(
      name: "BraidFuzzTests", dependencies: ["BraidCorpora", "BraidText", "BraidTensors", "BraidVocabularies"],
      swiftSettings: strict),
    .testTarget(
      name: "BraidVocabulariesTests",
      dependencies: ["BraidFiles", "BraidVocabularies", "BraidText", "BraidTestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "BraidTensorsTests",
      dependencies: ["BraidFiles", "BraidTensors", "BraidLayers", "CKernels", "BraidTestSupport"],
      exclude: ["References"], swiftSettings: strict),
    .testTarget(
      name: "BraidLayersTests", dependencies: ["BraidLayers", "BraidTensors", "BraidTestSupport"],
      exclude: ["References"], swiftSettings: strict),
    .testTarget(
      name: "BraidTasksTests",
      dependencies: [
        "BraidCorpora", "BraidFiles", "BraidTasks", "BraidText", "BraidVocabularies", "BraidTensors", "BraidLayers",
      ],
      exclude: ["References"], resources: [.copy("Parity")],
      swiftSettings: strict),
    .testTarget(
      name: "BraidTrainingTests",
      dependencies: [
        "BraidFiles", "BraidTraining", "BraidTasks", "BraidLayers", "BraidText", "BraidTensors", "BraidVocabularies",
        "BraidTestSupport", "CKernels",
      ],
      exclude: ["References"], swiftSettings: strict),
    .testTarget(
      name: "BraidAnnotationTests",
      dependencies: [
        "BraidAnnotation", "BraidFiles", "BraidTasks", "BraidLayers", "BraidCorpora", "BraidText", "BraidTensors",
        "BraidVocabularies", "BraidTestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "BraidReportsTests", dependencies: ["BraidReports", "BraidTasks", "BraidText", "BraidTraining"],
      swiftSettings: strict),
    .testTarget(
      name: "BraidServingTests",
      dependencies: [
        "BraidServing", "BraidPipelines", "BraidFiles", "BraidCorpora", "BraidLayers", "BraidTasks", "BraidTensors",
        "BraidTestSupport", "BraidText", "BraidVocabularies",
      ],
      exclude: ["Browser/page.py"],
      swiftSettings: strict),
    .testTarget(
      name: "BraidPipelinesTests",
      dependencies: [
        "BraidPipelines", "BraidFiles", "BraidTraining", "BraidTasks", "BraidTensors", "BraidVocabularies",
        "BraidCorpora", "BraidText", "BraidTestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "braidTests",
      dependencies: [
        "BraidAnnotation", "BraidCorpora", "BraidFiles", "BraidLayers", "BraidPipelines", "BraidReports",
        "BraidServing", "BraidTasks", "BraidTensors", "BraidTestSupport", "BraidText", "BraidTraining",
      ],
      exclude: ["Inputs", "Transcripts", "README.md"],
      swiftSettings: strict),
  ]
)
