import Testing

@Test func `the room is built`() {}
