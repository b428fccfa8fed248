/// How the losses of several tasks become one.
public enum LossWeightOptions: Sendable, Equatable, Codable {
  /// `L(T1) + λ L(T2) + … + λ^(n-1) L(Tn)` over the tasks in `order`; an empty order is the model's.
  case geometric(lambda: Double, order: [String])
  /// A weight for each task by name; tasks not named weigh 1.
  case fixed([String: Double])
  /// Learned from each task's homoscedastic uncertainty, `e^-s L + s / 2` (Kendall et al. 2018, equation 10).
  case uncertainty
  /// Dynamic weight average: tasks whose loss falls slowly weigh more (Liu et al. 2019, equation 7).
  case dynamicAverage(temperature: Double)
  /// Weights that keep the tasks' gradient norms in step with their training rates (Chen et al. 2018, GradNorm).
  case gradNorm(alpha: Double)
}
