package dev.plumbline.cli;

import dev.plumbline.data.RemoteAddress;
import dev.plumbline.spec.Printable;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts a path on the command line. */
final class PathConverter implements ITypeConverter<Path> {
    @Override
    public Path convert(String text) {
        if (RemoteAddress.is(text)) {
            throw new TypeConversionException(
                    notHere(text) + ". Give a local path, or a directory where the other file system is mounted");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            boolean isUnmappable = String.valueOf(e.getReason()).startsWith("Malformed input");
            throw new TypeConversionException("`" + Printable.line(text) + "` is not a path: "
                    + (isUnmappable
                            ? "the locale cannot represent all of its characters; set LC_ALL=C.UTF-8 in the environment"
                            : e.getReason()));
        }
    }

    private static String notHere(String text) {
        return "`" + Printable.line(text) + "` is not on this machine's file system";
    }

    /** A path that may also be an address for a cluster, and so is converted late. */
    static Path local(String text) {
        if (RemoteAddress.is(text)) {
            throw new RefusedException(notHere(text)
                    + "; allowed: a local file, or the option `--spark MASTER`, with which Spark uses it");
        }
        try {
            return new PathConverter().convert(text);
        } catch (TypeConversionException e) {
            throw new RefusedException(String.valueOf(e.getMessage()));
        }
    }
}
