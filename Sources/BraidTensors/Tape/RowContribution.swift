/// Gradients of rows of a table: row `ids[i]` gets row i of `gradient`.
struct RowContribution {
  let ids: [Int32]
  let gradient: UnsafeMutablePointer<Float>
}
