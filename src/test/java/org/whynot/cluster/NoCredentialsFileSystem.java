package org.whynot.cluster;

import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/** Refuses as Hadoop's library for S3 does where it was given no credentials; that library itself is of half a gigabyte. */
public final class NoCredentialsFileSystem extends RawLocalFileSystem {

    @Override
    public URI getUri() {
        return URI.create("s3b://bucket");
    }

    private static IOException refusal() {
        return new AccessDeniedException(
                "bucket",
                null,
                "org.apache.hadoop.fs.s3a.auth.NoAuthWithAWSException: No AWS Credentials provided by"
                        + " SimpleAWSCredentialsProvider: No AWS credentials in the Hadoop configuration, but secret");
    }

    @Override
    public boolean exists(Path path) throws IOException {
        throw refusal();
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        throw refusal();
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        throw refusal();
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        throw refusal();
    }

    @Override
    public boolean mkdirs(Path path) throws IOException {
        throw refusal();
    }

    @Override
    public boolean mkdirs(Path path, FsPermission permission) throws IOException {
        throw refusal();
    }
}
