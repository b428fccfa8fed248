/// What was made of the tasks' gradients.
struct GradientCombination {
  /// For each task what its unweighted gradient was multiplied by in the update.
  var weights: [Double]
  /// The cosine between the gradients of each pair of tasks.
  var cosines: [String: Double]
  /// The norm of each task's weighted gradient in the shared encoder.
  var norms: [String: Double]
}
