package dev.plumbline.spark;

import dev.plumbline.data.DataException;
import dev.plumbline.spec.error.ErrorKind;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** The message of a file system that fails. Hadoop's own may have a stack trace of the server, and do not say what to do. */
final class StorageFailure {
    /** "Call From here to there failed on connection exception: java.net.ConnectException: what; For more details see: …". */
    private static final Pattern CALL =
            Pattern.compile("(?:Call From|DestHost:).* exception: (?:[\\w.]+: )?([^;]*)(?:;.*)?");

    private static final Pattern NO_CLASS = Pattern.compile("Class (\\S+) not found");

    private StorageFailure() {}

    /** A failure to reach what has this name. */
    static DataException of(String name, Throwable failure) {
        if (failure instanceof DataException known) {
            return known;
        }
        String line = Session.firstLine(failure);
        Matcher missing = NO_CLASS.matcher(line);
        if (missing.find()) {
            return withoutJar(name, "the class " + missing.group(1) + " is missing");
        }
        if (failure instanceof UnsupportedFileSystemException) {
            return withoutJar(name, line);
        }
        if (causeOf(failure, UnknownHostException.class).isPresent()) {
            return silent(name, "unknown host");
        }
        Matcher call = CALL.matcher(line);
        String reason = call.matches() ? String.valueOf(call.group(1)) : line;
        boolean isSilent = causeOf(failure, SocketException.class).isPresent()
                || causeOf(failure, InterruptedIOException.class).isPresent();
        return isSilent
                ? silent(name, reason)
                : new DataException(ErrorKind.CLUSTER_UNREACHABLE, "`" + name + "`: " + reason, "");
    }

    /** The server of what has this name gives no answer. */
    static DataException silent(String name, String reason) {
        return new DataException(
                ErrorKind.CLUSTER_UNREACHABLE,
                "`" + name + "`: " + reason,
                "a file system that answers: start it, or correct host and port");
    }

    private static DataException withoutJar(String name, String reason) {
        return new DataException(
                ErrorKind.CLUSTER_UNREACHABLE,
                "`" + name + "`: " + reason,
                "a file system whose jars are here: add them with PLUMBLINE_JAVA_OPTS=-Dspark.jars=a.jar,b.jar;"
                        + " S3 needs hadoop-aws and aws-java-sdk-bundle, and an address that begins with s3a://");
    }

    private static Optional<Throwable> causeOf(Throwable failure, Class<?> type) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** The path of an address. */
    static Path path(String address, String name) throws DataException {
        try {
            Path path = new Path(address);
            if (String.valueOf(path.toUri().getPath()).isEmpty()) {
                throw new DataException(
                        ErrorKind.INVALID_OPTION,
                        "`" + name + "`: there is no path after the host",
                        "an address with a path");
            }
            return path;
        } catch (IllegalArgumentException e) {
            throw of(name, e);
        }
    }
}
