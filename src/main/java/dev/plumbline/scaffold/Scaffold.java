package dev.plumbline.scaffold;

import dev.plumbline.spec.Distributed;
import dev.plumbline.spec.NetworkSpec;
import dev.plumbline.spec.vocabulary.InvalidSpecException;
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
     * @throws InvalidSpecException if its training is distributed
     */
    public static Scaffold of(NetworkSpec spec, Language language, String file, String directory) {
        Distributed.requireOne(spec, "a scaffold");
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
}
