package dev.plumbline.cli.options;

import dev.plumbline.cli.terminal.RefusedException;
import dev.plumbline.data.RemoteAddress;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.Printable;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts a path on the command line. */
public final class PathConverter implements ITypeConverter<Path> {
    /** Java decodes every invalid byte to this character, and would encode it as other bytes: the name of another file. */
    private static final char UNDECODABLE = '\uFFFD';

    @Override
    public Path convert(String text) {
        if (isUndecodable(text)) {
            throw new TypeConversionException(undecodable(text));
        }
        if (RemoteAddress.is(text)) {
            throw new TypeConversionException(
                    notHere(text) + ". Give a local path, or a directory where the other file system is mounted");
        }
        try {
            Path path = Path.of(text);
            String here = System.getProperty("user.dir", "");
            if (!path.isAbsolute() && isUndecodable(here)) {
                throw new TypeConversionException(
                        "`" + Printable.line(text) + "` is in the current directory, and " + undecodable(here));
            }
            return path;
        } catch (InvalidPathException e) {
            boolean isUnmappable = String.valueOf(e.getReason()).startsWith("Malformed input");
            throw new TypeConversionException("`" + Printable.line(text) + "` is not a path: "
                    + (isUnmappable
                            ? "the locale cannot represent all of its characters; set LC_ALL=C.UTF-8 in the environment"
                            : e.getReason()));
        }
    }

    /** Whether a word of the command line has bytes that Java cannot decode, so that it may name another file. */
    public static boolean isUndecodable(String text) {
        return text.indexOf(UNDECODABLE) >= 0;
    }

    /** The message for such a word. */
    public static String undecodable(String text) {
        return "`" + Printable.line(text)
                + "` has bytes that are not valid in the encoding of the locale (mostly UTF-8):"
                + " rename the file, or give a link to it";
    }

    private static String notHere(String text) {
        return "`" + Printable.line(text) + "` is not on this machine's file system";
    }

    /** A path that may also be an address for a cluster, and so is converted late. */
    public static Path local(String text) {
        if (RemoteAddress.is(text)) {
            throw new RefusedException(
                    ErrorKind.INVALID_OPTION,
                    notHere(text)
                            + "; allowed: a local file, or the option `--spark MASTER`, with which Spark uses it");
        }
        try {
            return new PathConverter().convert(text);
        } catch (TypeConversionException e) {
            throw new RefusedException(ErrorKind.INVALID_OPTION, String.valueOf(e.getMessage()));
        }
    }
}
