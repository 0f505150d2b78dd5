// UNTESTED: nextflow run sweep.nf --run /scratch/run --result /scratch/result.h5
// Plan first: wassily plan sweep.yaml --run /scratch/run --shards 200
process shard {
  executor 'slurm'
  array 100                       // Nextflow 24.04 and newer: job arrays
  clusterOptions '--gres=gpu:1'
  time '4h'
  errorStrategy { task.exitStatus in [75, 137, 143] ? 'retry' : 'ignore' }
  maxRetries 50

  input:
  val index

  output:
  val index

  script:
  "wassily run '${params.run}' --shard ${index}"
}

process merge {
  input:
  val done

  script:
  "wassily merge '${params.run}' -o '${params.result}'"
}

workflow {
  // Not "file exists" but the program says what is missing.
  shards = Channel.of("wassily missing ${params.run}".execute().text.trim().tokenize(','))
    .flatten()
    .flatMap { it.contains('-') ? (it.split('-')[0] as int)..(it.split('-')[1] as int) : [it as int] }
  merge(shard(shards).collect())
}
