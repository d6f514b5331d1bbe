package dev.plumbline.scaffold;

import dev.plumbline.spec.Activation;
import dev.plumbline.spec.Distributed;
import dev.plumbline.spec.Layer;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.Optimizer;
import dev.plumbline.spec.error.ErrorKind;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Problem;
import dev.plumbline.spec.vocabulary.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A network as a program in a language, which records its values for a check.
 *
 * @param fileName the name of the source file
 * @param check the commands that check it, one per line
 * @param alone the commands that run it without a check, one per line; empty where it is a class for Plumbline to call
 */
public record Scaffold(String fileName, String source, String check, String alone) {
    /** The jar with Plumbline's classes, relative to its directory. */
    public static final String JAR = "target/launcher/plumbline.jar";

    /**
     * The scaffold of a network.
     *
     * @param file the network's file, in the user's notation, for the commands in the comments
     * @param directory the directory of the scaffold, with a slash at the end, or empty; for the same commands
     * @throws InvalidSpecException with everything of the network that scaffolds do not support
     */
    public static Scaffold of(NetworkSpec spec, Language language, String file, String directory) {
        List<Problem> problems = problems(Distributed.requireOne(spec, "a scaffold"));
        if (!problems.isEmpty()) {
            throw new InvalidSpecException(problems);
        }
        String name = ScaffoldNames.of(spec.name(), language);
        String source = directory + name;
        String run = "plumbline check " + quoted(file);
        String write = "plumbline experiment " + quoted(file) + " -o";
        String check = switch (language) {
            case PYTHON -> run + " --against \"python3 " + quoted(source + ".py") + "\"";
            case JAVA -> run + " --against " + quoted(source + ".java");
            case KOTLIN -> {
                String jar = quoted(source + ".jar");
                yield "kotlinc -cp " + JAR + " " + quoted(source + ".kt") + " -include-runtime -d " + jar + "\n" + run
                        + " --classpath " + jar + " --against " + name;
            }
        };
        String alone = language == Language.PYTHON
                ? write + " " + quoted(source + ".npz") + "\npython3 " + quoted(source + ".py")
                : "";
        String template = language.name().toLowerCase(Locale.ROOT) + ".mustache";
        String text = Templates.filled(template, new ScaffoldModel(spec, language).values(check, write));
        return new Scaffold(name + language.ending(), text, check, alone);
    }

    /** Quoted for a shell, if necessary. */
    public static String quoted(String path) {
        return path.matches("[\\w./~+:@%,=-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
    }

    /** The parts of a network that scaffolds do not support. */
    static List<Problem> problems(NetworkSpec spec) {
        List<Problem> problems = new ArrayList<>();
        for (int l = 0; l < spec.layers().size(); l++) {
            checkLayer(spec.layers().get(l), "layers[" + l + "]", problems);
        }
        if (LossFormula.of(spec.loss(), Language.PYTHON).isEmpty()) {
            problems.add(word("loss", spec.loss(), LossFormula.WORDS));
        }
        checkOptimizer(spec, problems);
        return problems;
    }

    private static void checkLayer(Layer layer, String path, List<Problem> problems) {
        boolean isWritten = layer.activation() instanceof Activation.Softmax
                || ActivationFormula.of(layer.activation(), Language.PYTHON).isPresent();
        if (!isWritten) {
            problems.add(word(path + ".activation", layer.activation(), ActivationFormula.WORDS));
        }
    }

    private static void checkOptimizer(NetworkSpec spec, List<Problem> problems) {
        Optimizer optimizer = spec.training().optimizer();
        if (optimizer.rate().isEmpty()) {
            problems.add(word("training.optimizer", optimizer, UpdateLines.WORDS));
        }
    }

    private static Problem word(String path, Object word, String allowed) {
        return new Problem(
                ErrorKind.NOT_TRANSLATABLE,
                path,
                "scaffolds do not support the word `" + Schema.wordOf(word) + "`",
                allowed);
    }
}
