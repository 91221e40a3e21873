package org.whynot.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.server.namenode.NameNodeRpcServer;
import org.whynot.batch.FolderOfClips;
import org.whynot.frontend.UntrainedModel;

/**
 * Explains clips that lie in HDFS into HDFS, as files and as JSON lines, and prints how many calls the name node answered for
 * each video, how many files are there, and how many bytes they have.
 *
 * <p>{@code mvn -q -B test-compile exec:exec -Dexec.executable=java -Dexec.classpathScope=test "-Dexec.args=-cp %classpath
 * org.whynot.cluster.NameNodeReport FOLDER 20 60"}: a folder that does not exist yet, and two numbers of clips; what a run costs
 * whatever the number cancels out between them.
 */
public final class NameNodeReport {

    private NameNodeReport() {}

    /** What a run has cost. */
    private record Cost(long calls, long files, long bytes) {}

    /** Runs and prints it. */
    public static void main(String[] args) throws Exception {
        Path folder = Files.createDirectories(Path.of(args[0]));
        Configuration configuration = new Configuration();
        configuration.set(
                MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
        try (MiniDFSCluster cluster =
                new MiniDFSCluster.Builder(configuration).numDataNodes(1).build()) {
            cluster.waitActive();
            Path model = UntrainedModel.write(folder.resolve("untrained"));
            int few = Integer.parseInt(args[1]);
            int many = Integer.parseInt(args[2]);
            for (int clips : new int[] {few, many}) upload(cluster, folder, clips);
            for (String results : List.of("files", "json-lines")) {
                Cost less = run(cluster, folder, model, few, results);
                Cost more = run(cluster, folder, model, many, results);
                double videos = many - few;
                System.out.printf(
                        Locale.ROOT,
                        "%-10s for each video: %.1f calls of the name node, %.1f files, %.0f bytes%n",
                        results,
                        (more.calls - less.calls) / videos,
                        (more.files - less.files) / videos,
                        (more.bytes - less.bytes) / videos);
            }
        }
    }

    private static void upload(MiniDFSCluster cluster, Path folder, int clips) throws IOException {
        FolderOfClips videos = FolderOfClips.write(folder.resolve("clips" + clips), clips);
        FileSystem system = cluster.getFileSystem();
        for (String video : videos.whole())
            system.copyFromLocalFile(
                    new org.apache.hadoop.fs.Path(videos.folder().resolve(video).toUri()),
                    new org.apache.hadoop.fs.Path("/videos" + clips + "/" + video));
    }

    private static Cost run(MiniDFSCluster cluster, Path folder, Path model, int clips, String results)
            throws IOException, InterruptedException {
        FileSystem system = cluster.getFileSystem();
        String output = "/" + results + clips;
        List<String> words = new ArrayList<>(List.of(
                "explain-folder",
                "--master=local[2]",
                "--model=" + model,
                "--input=" + system.getUri() + "/videos" + clips,
                "--output=" + system.getUri() + output,
                "--positive=mitosis",
                "--why-not=apoptosis",
                "--explanations=2",
                "--results=" + results));
        long before = calls(cluster);
        SparkChild child =
                SparkChild.start(Files.createTempDirectory(folder, "scratch"), List.of(), words.toArray(new String[0]));
        if (child.end() != 0) throw new IllegalStateException(child.complaints());
        long calls = calls(cluster) - before;
        long files = 0;
        long bytes = 0;
        RemoteIterator<LocatedFileStatus> all = system.listFiles(new org.apache.hadoop.fs.Path(output), true);
        while (all.hasNext()) {
            bytes += all.next().getLen();
            files++;
        }
        return new Cost(calls, files, bytes);
    }

    private static long calls(MiniDFSCluster cluster) {
        return ((NameNodeRpcServer) cluster.getNameNodeRpc())
                .getClientRpcServer()
                .getRpcMetrics()
                .getProcessingSampleCount();
    }
}
