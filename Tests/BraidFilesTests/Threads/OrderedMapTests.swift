import BraidFiles
import Foundation
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct OrderedMapTests {
  struct Bad: Error, Equatable {
    let number: Int
  }

  /// How much a map may hold and hand out at once.
  struct Size: Sendable {
    var workers = 3
    var limit = 64
    var batch = 8
    var isEager = false
    var usesCaller = false
  }

  static let sizes = [
    Size(), Size(workers: 1), Size(workers: 8, limit: 16), Size(limit: 1, batch: 1), Size(limit: 1000, batch: 1000),
    Size(isEager: true), Size(workers: 1, isEager: true), Size(workers: 1, usesCaller: true),
    Size(workers: 1, limit: 1, batch: 1, usesCaller: true), Size(workers: 2, usesCaller: true),
  ]

  /// A map over `0..<count` that multiplies by ten, each number weighing 1.
  private func map(
    _ count: Int, _ size: Size, pulled: @escaping @Sendable (Int) throws -> Void = { _ in },
    work: @escaping @Sendable (Int) throws -> Void = { _ in }
  ) -> OrderedMap<Int> {
    var next = 0
    let times: OrderedMap<Int>.Work = { batch in
      for index in batch.indices {
        do { try work(batch[index]) } catch {
          batch.removeSubrange(index...)
          throw error
        }
        batch[index] *= 10
      }
    }
    return OrderedMap(
      limit: size.limit, batch: size.batch, isEager: size.isEager, usesCaller: size.usesCaller, cost: { _ in 1 },
      workers: Array(repeating: times, count: size.workers)
    ) {
      guard next < count else { return nil }
      try pulled(next)
      next += 1
      return next - 1
    }
  }

  /// What a map gives, and the number of the error that it ends with.
  private func drain(_ map: OrderedMap<Int>) -> (elements: [Int], error: Int?) {
    var elements: [Int] = []
    do {
      while let batch = try map.next() { elements += batch }
      return (elements, nil)
    } catch {
      #expect(throws: Never.self) { try map.next() == nil }
      return (elements, (error as? Bad)?.number)
    }
  }

  @Test(arguments: [0, 1, 7, 8, 9, 1000], sizes)
  func `every element comes once, worked on, in order`(_ count: Int, _ size: Size) throws {
    let slow = Atomic<Int>(0)
    let map = map(
      count, size,
      work: { number in
        if slow.add(1, ordering: .relaxed).newValue % 37 == 0 { usleep(UInt32(number % 5) * 200) }
      })
    #expect(drain(map).elements == (0..<count).map { $0 * 10 })
    #expect(try map.next() == nil)
  }

  @Test(arguments: [0, 1, 100, 499], sizes)
  func `an error comes after all elements before it, from whichever end`(_ place: Int, _ size: Size) {
    let before = (0..<place).map { $0 * 10 }
    let fails: @Sendable (Int) throws -> Void = { if $0 == place { throw Bad(number: $0) } }
    for map in [map(500, size, pulled: fails), map(500, size, work: fails)] {
      let (elements, error) = drain(map)
      #expect(elements == before)
      #expect(error == place)
    }
  }

  @Test(arguments: sizes)
  func `of several errors the first in order comes, though a later one was earlier`(_ size: Size) {
    let map = map(
      300, size, pulled: { if $0 == 290 { throw Bad(number: $0) } },
      work: { number in
        if number == 20 { usleep(20_000) }
        if number == 20 || number == 60 { throw Bad(number: number) }
      })
    let (elements, error) = drain(map)
    #expect(elements == (0..<20).map { $0 * 10 })
    #expect(error == 20)
  }

  @Test(arguments: sizes)
  func `no more is on its way than the limit and what is being pulled, with one slow element`(_ size: Size) throws {
    let pulled = Atomic<Int>(0)
    let map = map(
      400, size, pulled: { _ in pulled.add(1, ordering: .relaxed) },
      work: { if $0 == 0 { usleep(50_000) } })
    var taken = 0
    while let batch = try map.next() {
      usleep(200)
      // A piece waiting for space in the queue, and the element after it.
      #expect(pulled.load(ordering: .relaxed) - taken <= size.limit + size.batch + 1)
      taken += batch.count
    }
    #expect(taken == 400)
  }

  @Test func `an element larger than all that is allowed goes alone`() throws {
    var rest = [1, 1, 500, 1]
    let map = OrderedMap<Int>(
      limit: 10, batch: 5, cost: { $0 }, workers: [{ _ in }, { _ in }],
      pull: { rest.isEmpty ? nil : rest.removeFirst() })
    #expect(drain(map).elements == [1, 1, 500, 1])
  }

  @Test func `workers are at work at the same time`() {
    let together = Monitor(0)
    let map = map(
      3, Size(workers: 3, batch: 1),
      work: { _ in
        together.change { $0 += 1 }
        together.wait { $0 == 3 ? () : nil }
      })
    #expect(drain(map).elements == [0, 10, 20])
  }

  @Test func `eager workers get what is there, without waiting for a full batch`() throws {
    let answered = Monitor(-1)
    let map = map(
      5, Size(workers: 1, limit: 100, batch: 50, isEager: true),
      pulled: { number in answered.wait { $0 == number - 1 ? () : nil } })
    var sizes: [Int] = []
    while let batch = try map.next() {
      sizes.append(batch.count)
      answered.change { $0 += batch.count }
    }
    #expect(sizes == [1, 1, 1, 1, 1])
  }

  @Test(arguments: sizes)
  func `a map that is stopped gives nothing more, and none of its workers runs`(_ size: Size) throws {
    let working = Atomic<Int>(0)
    let map = map(
      1_000_000, size,
      work: { _ in
        working.add(1, ordering: .sequentiallyConsistent)
        usleep(100)
        working.subtract(1, ordering: .sequentiallyConsistent)
      })
    _ = try map.next()
    map.stop()
    #expect(working.load(ordering: .sequentiallyConsistent) == 0)
    #expect(try map.next() == nil)
    map.stop()
  }

  @Test func `an owner that lets the map go ends pulling`() throws {
    /// What only the thread that pulls holds on to.
    final class Input: Sendable {
      let isReleased: Monitor<Bool>
      init(_ isReleased: Monitor<Bool>) { self.isReleased = isReleased }
      deinit { isReleased.change { $0 = true } }
    }
    let pulled = Atomic<Int>(0)
    let isReleased = Monitor(false)
    do {
      let input = Input(isReleased)
      let map = map(
        1_000_000, Size(), pulled: { _ in withExtendedLifetime(input) { _ = pulled.add(1, ordering: .relaxed) } })
      _ = try map.next()
    }
    isReleased.wait { $0 ? () : nil }
    #expect(pulled.load(ordering: .relaxed) < 1000)
  }

  @Test func `stopping does not wait for input that never comes`() throws {
    let released = Monitor(false)
    let map = map(
      5, Size(workers: 1, isEager: true), pulled: { if $0 == 2 { released.wait { $0 ? () : nil } } })
    var elements: [Int] = []
    while elements.count < 2, let batch = try map.next() { elements += batch }
    map.stop()
    #expect(elements == [0, 10])
    released.change { $0 = true }
  }

  @Test func `maps feed one another`() throws {
    let first = map(1000, Size())
    var batch: ArraySlice<Int> = []
    let second = OrderedMap<Int>(
      limit: 32, batch: 4, cost: { _ in 1 }, workers: Array(repeating: { for i in $0.indices { $0[i] += 1 } }, count: 2)
    ) {
      while batch.isEmpty, let next = try first.next() { batch = next[...] }
      return batch.popFirst()
    }
    #expect(drain(second).elements == (0..<1000).map { $0 * 10 + 1 })
  }
}
