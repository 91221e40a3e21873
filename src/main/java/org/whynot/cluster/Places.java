package org.whynot.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.whynot.batch.VideoList;
import org.whynot.overlay.AnswerFiles;
import org.whynot.util.Progress;
import org.whynot.video.VideoFiles;

/** Names of folders and files: paths of this machine, or addresses of a file system that Hadoop knows, such as {@code hdfs:}. */
final class Places {

    /** Two letters at least: one is a drive of Windows. */
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");
    /** The names of exceptions of Hadoop's library for S3. */
    private static final Pattern NO_CREDENTIALS =
            Pattern.compile("NoAuthWithAWSException|CredentialInitializationException");

    private Places() {}

    /** Whether a name is an address of another file system than that of the machines themselves. */
    static boolean isHadoop(String place) {
        return ADDRESS.matcher(place).matches()
                && !place.toLowerCase(Locale.ROOT).startsWith("file:");
    }

    /** The path of a name that is no address, or one with {@code file:}. */
    static Path local(String place) {
        return ADDRESS.matcher(place).matches() ? Path.of(uri(place).getPath()) : Path.of(place);
    }

    /**
     * Refuses what can't be an address, and addresses with a password in them, without repeating it.
     *
     * @throws IOException with a sentence
     */
    static void check(String parameter, String place) throws IOException {
        if (!isHadoop(place)) return;
        try {
            if (uri(place).getRawUserInfo() != null)
                throw new IOException(parameter + " has a user or password in its address. Remove it and set it up in"
                        + " Hadoop's configuration, where no log shows it.");
        } catch (IllegalArgumentException e) {
            throw new IOException(parameter + " is no address of a file system, such as hdfs://HOST:8020/videos.");
        }
    }

    /** Hadoop's way of reading an address, which may have spaces. */
    private static URI uri(String address) {
        return new org.apache.hadoop.fs.Path(address).toUri();
    }

    /**
     * The file system of an address.
     *
     * @throws IOException if Hadoop has none for it here, or it can't be reached; a sentence that shows no password
     */
    static FileSystem system(String address) throws IOException {
        String scheme = uri(address).getScheme();
        try {
            return FileSystem.get(uri(address), configuration());
        } catch (UnsupportedFileSystemException e) {
            throw noLibrary(scheme, e);
        } catch (RuntimeException e) {
            if (e.getCause() instanceof ClassNotFoundException) throw noLibrary(scheme, e);
            throw e;
        }
    }

    /** A question to a file system. */
    @FunctionalInterface
    interface Call<T> {
        /**
         * Asks it.
         *
         * @throws IOException as the file system does
         */
        T ask() throws IOException;
    }

    /**
     * Asks a file system for something that no work is possible without.
     *
     * @param address what is asked for
     * @throws IOException as the file system does; if it was given no credentials, a sentence that shows none either
     */
    static <T> T required(String address, Call<T> call) throws IOException {
        try {
            return call.ask();
        } catch (IOException e) {
            throw lacksCredentials(e) ? noAccess(address, e) : e;
        }
    }

    /** Whether a file system lets nobody in because it was given no credentials, rather than one file not be read. */
    static boolean lacksCredentials(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause())
            if (NO_CREDENTIALS.matcher(cause.toString()).find()) return true;
        return false;
    }

    /** What a library states about it is left out: nobody knows what it repeats. */
    static IOException noAccess(String address, IOException e) {
        return new IOException(
                "Access to " + address + " is denied: Hadoop was given no credentials for it. Set them up where"
                        + " every machine has them, in Hadoop's core-site.xml or as a role of the machines, never in the address.",
                e);
    }

    private static IOException noLibrary(String scheme, Exception e) {
        String more = scheme.startsWith("s3") ? " For s3a: addresses that is org.apache.hadoop:hadoop-aws." : "";
        return new IOException(
                "Hadoop has no library for " + scheme + ": addresses here. Give it to Spark with --packages or"
                        + " spark.jars.packages, in the version of Spark's own Hadoop." + more,
                e);
    }

    /** Hadoop's configuration on this machine, with what Spark was started with. */
    static Configuration configuration() {
        return SparkHadoopUtil.get().newConfiguration(SparkEnv.get().conf());
    }

    /**
     * The videos of a folder in a Hadoop file system by their paths in it, with the addresses of the files; as
     * {@link org.whynot.batch.FolderVideos} finds those of a machine's own.
     *
     * @throws IOException if it can't be read or has no video; a sentence
     */
    static Map<String, String> videos(String input, String output, Progress progress) throws IOException {
        FileSystem system = system(input);
        org.apache.hadoop.fs.Path folder = system.makeQualified(new org.apache.hadoop.fs.Path(input));
        if (!required(input, () -> system.exists(folder)))
            throw new IOException("There is no folder " + input + ". Check input.");
        if (!system.getFileStatus(folder).isDirectory())
            throw new IOException(input + " is not a folder. Check input.");
        String start = inside(folder.toString());
        String results = inside(isHadoop(output) ? qualified(output) : output);
        TreeMap<String, String> files = new TreeMap<>();
        RemoteIterator<LocatedFileStatus> all = required(input, () -> system.listFiles(folder, true));
        while (all.hasNext()) {
            progress.check();
            String file = all.next().getPath().toString();
            if (!file.startsWith(results) || results.equals(start)) files.put(file.substring(start.length()), file);
        }
        Set<String> names = new HashSet<>(files.keySet());
        files.keySet()
                .removeIf(path -> Stream.of(path.split("/")).anyMatch(part -> part.startsWith("."))
                        || !VideoFiles.hasVideoName(Path.of(path))
                        || AnswerFiles.isResult(path, names::contains));
        if (files.isEmpty())
            throw new IOException("There are no videos in " + input + ": no file has the ending of one.");
        return files;
    }

    /** Whether a name is that of a list of videos instead of a folder. */
    static boolean isList(String place) throws IOException {
        if (!VideoList.isList(place)) return false;
        return isHadoop(place)
                ? required(place, () -> system(place).isFile(hadoop(place)))
                : Files.isRegularFile(local(place));
    }

    /**
     * The videos of a list that lies on this machine or in a Hadoop file system, by the places of their results.
     *
     * @throws IOException if it can't be read or something is wrong with it; a sentence
     */
    static Map<String, String> listed(String list) throws IOException {
        try (InputStream in = isHadoop(list)
                ? required(list, () -> system(list).open(hadoop(list)))
                : Files.newInputStream(local(list))) {
            return VideoList.read(list, in, path -> listed(list, path));
        }
    }

    /** What a path in a list stands for: it may be an address itself, also in a list of this machine. */
    private static VideoList.Listed listed(String list, String path) throws IOException {
        check("the path", path);
        boolean isAddress = ADDRESS.matcher(path).matches();
        if (isAddress ? !isHadoop(path) : !isHadoop(list)) {
            Path folder = isHadoop(list)
                    ? Path.of("").toAbsolutePath()
                    : local(list).toAbsolutePath().normalize().getParent();
            return VideoList.local(folder, isAddress ? local(path).toString() : path);
        }
        org.apache.hadoop.fs.Path start =
                isHadoop(list) ? hadoop(qualified(list)).getParent() : null;
        org.apache.hadoop.fs.Path file =
                isAddress ? hadoop(qualified(path)) : new org.apache.hadoop.fs.Path(start, path);
        if (start != null && file.toString().startsWith(inside(start.toString())))
            return new VideoList.Listed(
                    file.toString(),
                    file.toString().substring(inside(start.toString()).length()));
        URI address = file.toUri();
        boolean isElsewhere = start == null || !Objects.equals(start.toUri().getAuthority(), address.getAuthority());
        // A port comes after a colon, which no name in HDFS may have.
        String host = isElsewhere && address.getAuthority() != null
                ? address.getAuthority().replace(':', '_')
                : "";
        return new VideoList.Listed(file.toString(), (host + address.getPath()).replaceFirst("^/+", ""));
    }

    /** The folder of a video, if that is a folder of this machine; else empty. */
    static String localFolder(String file) {
        if (isHadoop(file)) return "";
        Path folder = local(file).toAbsolutePath().getParent();
        return folder != null && Files.isDirectory(folder) ? folder.toString() : "";
    }

    private static org.apache.hadoop.fs.Path hadoop(String address) {
        return new org.apache.hadoop.fs.Path(address);
    }

    private static String qualified(String address) throws IOException {
        return system(address)
                .makeQualified(new org.apache.hadoop.fs.Path(address))
                .toString();
    }

    private static String inside(String folder) {
        return folder.endsWith("/") ? folder : folder + "/";
    }
}
