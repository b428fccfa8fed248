import BraidTasks
import BraidTensors
import BraidTraining
import Foundation
import Testing

@Suite struct ModelFolderTests {
  @Test func `options that came after a model was written are taken at their defaults`() throws {
    let model = try ToyTraining().trainer().model
    let folder = try TemporaryFolder()
    try model.write(to: folder.path)
    let url = URL(fileURLWithPath: folder.file("config.json"))
    var configuration = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
    var encoder = try #require(configuration["encoder"] as? [String: Any])
    var lstm = try #require(encoder["lstm"] as? [String: Any])
    #expect(encoder.removeValue(forKey: "wordDropout") != nil)
    #expect(lstm.removeValue(forKey: "recurrentDropout") != nil)
    encoder["lstm"] = lstm
    configuration["encoder"] = encoder
    var tasks = try #require(configuration["tasks"] as? [[String: Any]])
    for (index, kind, option) in [
      (0, "classification", "smoothing"), (1, "tagging", "dropout"), (3, "semanticRoles", "style"),
      (4, "translation", "lengthPenalty"),
    ] {
      var options = try #require(tasks[index]["options"] as? [String: Any])
      var head = try #require(options["head"] as? [String: [String: [String: Any]]])
      #expect(head[kind]?["_0"]?.removeValue(forKey: option) != nil)
      options["head"] = head
      tasks[index]["options"] = options
    }
    tasks[2].removeValue(forKey: "lemmas")
    configuration["tasks"] = tasks
    try JSONSerialization.data(withJSONObject: configuration).write(to: url)
    var file = try SafeTensors(contentsOf: folder.file("model.safetensors"))
    #expect(file.metadata.removeValue(forKey: "configuration") != nil)  // the digest of `config.json`
    try file.write(to: folder.file("model.safetensors"))
    let read = try JointModel(contentsOf: folder.path)
    #expect(read.encoder.options == model.encoder.options)
    #expect(read.heads.map(\.configuration) == model.heads.map(\.configuration))
    #expect(read.weights == model.weights)
  }
}
