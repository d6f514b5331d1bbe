package dev.plumbline.spark;

import dev.plumbline.data.DataException;
import dev.plumbline.spec.error.ErrorKind;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/** The files that a cluster reads and writes: local ones that all its machines have, HDFS, S3 and what else Hadoop knows. */
final class Storage implements Serializable {
    private static final long serialVersionUID = 1;

    /** How long a file system may take to say what is at an address; {@code spark.plumbline.answer} replaces it. */
    private static final int SECONDS_TO_ANSWER = 20;

    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

    private final Broadcast<SerializableConfiguration> configuration;
    private final int secondsToAnswer;

    Storage(Session session) {
        secondsToAnswer = session.context().getConf().getInt("spark.plumbline.answer", SECONDS_TO_ANSWER);
        configuration = session.context()
                .broadcast(new SerializableConfiguration(session.context().hadoopConfiguration()));
    }

    /** The address of a path on the command line. */
    static String address(String name) {
        return address(Path.of(""), name);
    }

    /** The address of a path in a network file, in which Hadoop takes each character for itself: `%20` is no space. */
    static String address(Path directory, String name) {
        return SCHEME.matcher(name).matches()
                ? name
                : new org.apache.hadoop.fs.Path(directory
                                .resolve(name)
                                .toAbsolutePath()
                                .normalize()
                                .toUri())
                        .toString();
    }

    /** The same as a URI. */
    static URI uri(String name) {
        return new org.apache.hadoop.fs.Path(address(name)).toUri();
    }

    FileSystem system(org.apache.hadoop.fs.Path path) throws IOException {
        return path.getFileSystem(configuration.value().value());
    }

    /**
     * What is at an address, if anything. Hadoop's clients try a silent server for minutes; this gives up.
     *
     * @param name its name in messages
     * @throws DataException if its file system does not answer, or refuses
     */
    Optional<FileStatus> find(org.apache.hadoop.fs.Path path, String name) throws DataException {
        FutureTask<FileStatus> question = new FutureTask<>(() -> system(path).getFileStatus(path));
        Thread asking = new Thread(question, "file system");
        asking.setDaemon(true);
        asking.start();
        try {
            return Optional.of(question.get(secondsToAnswer, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof FileNotFoundException) {
                return Optional.empty();
            }
            throw StorageFailure.of(name, cause);
        } catch (TimeoutException e) {
            question.cancel(true);
            throw StorageFailure.silent(name, "no answer within " + secondsToAnswer + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StorageFailure.of(name, e);
        }
    }

    /**
     * The file, or the files of a directory in the order of their names.
     *
     * @param name its name in messages
     * @throws DataException if there is none
     */
    List<FileStatus> files(String address, String name) throws IOException {
        org.apache.hadoop.fs.Path path = StorageFailure.path(address, name);
        FileStatus status = find(path, name)
                .orElseThrow(() -> new DataException(
                        ErrorKind.FILE_NOT_FOUND,
                        "there is no file `" + name + "`",
                        "a file that all machines of the cluster can read"));
        List<FileStatus> files = status.isFile()
                ? List.of(status)
                : Arrays.stream(system(path).listStatus(path))
                        .filter(FileStatus::isFile)
                        .filter(each -> !each.getPath().getName().matches("[_.].*"))
                        .sorted(Comparator.comparing(each -> each.getPath().getName()))
                        .toList();
        if (files.isEmpty()) {
            throw new DataException(
                    ErrorKind.EMPTY_INPUT,
                    "`" + name + "` is a directory without files",
                    "a file, or a directory of them");
        }
        return files;
    }

    /** A stretch of a file. */
    InputStream open(String file, long start, long length) throws IOException {
        org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file);
        FSDataInputStream in = system(path).open(path);
        in.seek(start);
        return new Stretch(in, length);
    }

    /** So many bytes of a stream. */
    private static final class Stretch extends InputStream {
        private final InputStream in;
        private long left;

        Stretch(InputStream in, long length) {
            this.in = in;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0 && length > 0) {
                return -1;
            }
            int read = in.read(bytes, offset, (int) Math.min(length, left));
            left -= Math.max(0, read);
            return read;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
