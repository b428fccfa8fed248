/// One stage of a pipeline.
struct PipelineStage {
  let name: String
  let place: Place
  let options: any Stage
}
