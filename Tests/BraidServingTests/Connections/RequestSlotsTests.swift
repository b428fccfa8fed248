import BraidServing
import Synchronization
import Testing

@Suite("The places for requests")
struct RequestSlotsTests {
  private final class Refused: Sendable {
    private let names = Mutex<[String]>([])
    var all: [String] { names.withLock { $0 } }
    func add(_ name: String) { names.withLock { $0.append(name) } }
  }

  private let refused = Refused()

  private func enter(_ name: String, _ address: String, _ slots: RequestSlots) -> Int? {
    let refused = refused
    return slots.enter(address) { refused.add(name) }
  }

  @Test("are as many as they are told, and a client's own requests do not give way to it")
  func limit() throws {
    let slots = RequestSlots(limit: 2)
    let first = try #require(enter("a1", "10.0.0.1", slots))
    #expect(enter("a2", "10.0.0.1", slots) != nil)
    #expect(enter("a3", "10.0.0.1", slots) == nil)
    #expect(slots.count == 2)
    slots.leave(first)
    #expect(enter("a3", "10.0.0.1", slots) != nil)
    #expect(refused.all.isEmpty)
  }

  @Test("are given up by the oldest unfinished request of the client with the most, for another client")
  func giveWay() throws {
    let slots = RequestSlots(limit: 4)
    let numbers = try ["a1", "a2", "a3", "a4"].map { try #require(enter($0, "10.0.0.1", slots)) }
    #expect(slots.arrived(numbers[0]))
    #expect(enter("b1", "10.0.0.2", slots) != nil)
    #expect(refused.all == ["a2"])
    #expect(!slots.arrived(numbers[1]))
    #expect(enter("c1", "10.0.0.3", slots) != nil)
    #expect(refused.all == ["a2", "a3"])
    // Each has one that is coming: nobody gives way.
    #expect(enter("d1", "10.0.0.4", slots) == nil)
    #expect(slots.count == 4)
  }
}
