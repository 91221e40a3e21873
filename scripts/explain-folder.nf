// Explains a folder of videos as Nextflow tasks: nextflow run scripts/explain-folder.nf --videos VIDEOS --results RESULTS --shards 8
// Both folders must be where every machine has them. --options takes further parameters: --options '--model ucf6 --verify yes'
params.shards = 8
params.options = ''

process explain {
    // Exit code 1 also means that some video is broken; the merge states which shard was not done.
    errorStrategy { task.exitStatus in [130, 137, 140, 143] ? 'retry' : 'finish' }
    maxRetries 3

    input:
    val shard

    output:
    val shard

    script:
    """
    whynot explain-folder --input '${params.videos}' --output '${params.results}' --shard ${shard}/${params.shards} ${params.options} || [ \$? = 1 ]
    """
}

process merge {
    input:
    val shards

    script:
    """
    whynot merge-summaries --output '${params.results}' || [ \$? = 1 ] && [ -f '${params.results}/summary.csv' ]
    """
}

workflow {
    merge(explain(Channel.of(1..(params.shards as int))).collect())
}
