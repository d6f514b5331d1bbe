package dev.plumbline.dl4j;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plumbline.math.NumpyRandom;
import dev.plumbline.math.Orthogonal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;

/** The classes of ours that a generated program carries with it, as source, beside its own. */
final class ProgramClasses {
    /** What stands at DL4J's extension points; each needs DL4J and nothing of ours. */
    private static final List<String> FOR_DL4J = List.of(
            "ClassicalMomentum", "ScheduledAdaGrad", "ScheduledAdaMax", "PolynomialDecay", "EpochRamp", "AboveZero");

    private ProgramClasses() {}

    /**
     * The whole file: imports, the program's class, and the classes that it uses.
     *
     * @param program the program's class
     * @param random whether it draws random numbers
     */
    static String with(String program, boolean random) {
        StringBuilder classes = new StringBuilder(program);
        for (String name : FOR_DL4J) {
            if (Pattern.compile("\\b" + name + "[.(]").matcher(program).find()) {
                classes.append('\n').append(source(ProgramClasses.class, name));
            }
        }
        String imports = ProgramImports.of(classes.toString());
        return imports + "\n" + classes
                + (random ? "\n" + source(NumpyRandom.class, "NumpyRandom") : "")
                + (program.contains("Orthogonal.draw(") ? "\n" + source(Orthogonal.class, "Orthogonal") : "");
    }

    /** The source of a class that stands alone, without its package and imports. */
    private static String source(Class<?> neighbour, String name) {
        try (InputStream source = neighbour.getResourceAsStream(name + ".java")) {
            if (source == null) {
                throw new IllegalStateException("the source of " + name + " is not on the class path");
            }
            return new String(source.readAllBytes(), UTF_8)
                    .replaceAll("(?m)^(package|import) .*\n+", "")
                    .replaceAll("(?m)^public ", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
