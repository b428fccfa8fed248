import BraidServing
import Synchronization
import Testing

@Suite("When there are too many connections")
struct ConnectionTableTests {
  /// The connections that were closed, by name.
  private final class Closed: Sendable {
    private let names = Mutex<[String]>([])
    var all: [String] { names.withLock { $0 } }
    func close(_ name: String) { names.withLock { $0.append(name) } }
  }

  private let closed = Closed()

  @discardableResult
  private func add(_ name: String, _ address: String, to table: ConnectionTable) -> Int {
    let closed = closed
    return table.add(address) { closed.close(name) }.number
  }

  @Test("the oldest silent one of the client with the most is closed, then the one that has been read longest")
  func victims() {
    let table = ConnectionTable(limit: 5)
    let numbers = ["a1", "a2", "a3"].map { add($0, "10.0.0.1", to: table) }
    add("b1", "10.0.0.2", to: table)
    add("c1", "10.0.0.3", to: table)
    table.set(numbers[0], .reading)
    for name in ["d1", "e1", "f1", "g1"] { add(name, "10.0.1.\(name)", to: table) }
    // Once nobody has more than one, the oldest that is silent.
    #expect(closed.all == ["a2", "a3", "b1", "c1"])
  }

  @Test("one that is being answered is not closed, and of many unfinished requests of one client the oldest is")
  func unfinished() {
    let table = ConnectionTable(limit: 4)
    let numbers = ["a1", "a2", "a3"].map { add($0, "10.0.0.1", to: table) }
    table.set(numbers[0], .answering)
    for number in numbers[1...] { table.set(number, .reading) }
    add("new", "10.0.0.2", to: table)
    add("newer", "10.0.0.3", to: table)
    #expect(closed.all == ["a2"])
    #expect(table.isBusy)
    table.remove(numbers[0])
    table.remove(numbers[2])
    #expect(!table.isBusy)
  }

  @Test(
    "the network of an address of IPv6 is one client, and an address of IPv4 in the other form the client of that address"
  )
  func networks() {
    let table = ConnectionTable(limit: 4)
    add("one", "2001:db8::1", to: table)
    add("two", "2001:db8::2", to: table)
    add("other", "2001:db8:0:1::1", to: table)
    add("old", "::ffff:10.0.0.1", to: table)
    add("new", "10.0.0.1", to: table)
    #expect(closed.all == ["one"])
    add("newer", "10.0.0.3", to: table)
    #expect(closed.all == ["one", "old"])
  }

  @Test("there are as many as the descriptors of the process leave, and never fewer than some")
  func descriptors() {
    #expect(DescriptorLimit.connections(1024, descriptors: 65_536, open: 20) == 1024)
    #expect(DescriptorLimit.connections(1024, descriptors: 1024, open: 20) == 940)
    #expect(DescriptorLimit.connections(1024, descriptors: 200, open: 20) == 130)
    #expect(DescriptorLimit.connections(1024, descriptors: 10, open: 20) == DescriptorLimit.fewest)
    #expect(DescriptorLimit.connections(100) <= 100)
  }
}
