package dev.plumbline.cli;

import dev.plumbline.spec.Printable;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts a path on the command line. */
final class PathConverter implements ITypeConverter<Path> {
    @Override
    public Path convert(String text) {
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

    /** A path that may also be an address for a cluster, and so is converted late. */
    static Path local(String text) {
        try {
            return new PathConverter().convert(text);
        } catch (TypeConversionException e) {
            throw new RefusedException(String.valueOf(e.getMessage()));
        }
    }
}
