package dev.plumbline.dl4j.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.plumbline.Plumbline;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

/** A program that uses Plumbline as a library finds its process as it was. */
class UntouchedProcessTests {

    /** Trains, and prints what ND4J uses and each system property that is new or different. */
    static final class Program {
        public static void main(String[] arguments) {
            TreeMap<Object, Object> before = new TreeMap<>(System.getProperties());
            Plumbline.read(Path.of("configs/weighted-line.yaml")).train();
            System.out.println(
                    "shapes " + Nd4j.getShapeInfoProvider().getClass().getSimpleName());
            System.out.println("operations " + Nd4j.getExecutioner().getClass().getSimpleName());
            System.getProperties().forEach((name, value) -> {
                boolean isOfLibraries =
                        name.toString().matches("(java|sun|jdk|user|org\\.bytedeco\\.javacpp\\.platform).*");
                if (!value.equals(before.get(name)) && !isOfLibraries) {
                    System.out.println("property " + name + "=" + value);
                }
            });
        }
    }

    /** Newer JVMs warn about ND4J's native code unless these flags allow it. */
    private static List<String> flagsOfTheJvm() {
        return Runtime.version().feature() < 24
                ? List.of()
                : List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
    }

    private static List<String> run(String classPath, String... flags) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC"));
        command.addAll(flagsOfTheJvm());
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", classPath, Program.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said.lines().sorted().toList();
    }

    /** The class path without a logging library. */
    private static String unlogged() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(jar -> !Path.of(jar).getFileName().toString().matches("(slf4j-nop|logback|slf4j-simple).*"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Test
    void aTrainingChangesNothingGlobalAndWarnsOfNothing() throws IOException, InterruptedException {
        assertEquals(
                List.of(
                        "operations NativeOpExecutioner",
                        "property slf4j.internal.verbosity=ERROR",
                        "shapes DirectShapeInfoProvider"),
                run(unlogged()));
    }

    @Test
    void aLoggingLibraryIsLeftAsItIs() throws IOException, InterruptedException {
        assertEquals(
                List.of("operations NativeOpExecutioner", "shapes DirectShapeInfoProvider"),
                run(System.getProperty("java.class.path")));
    }

    @Test
    void aProgramCanOptIn() throws IOException, InterruptedException {
        assertEquals(
                List.of(
                        "operations GcSafeExecutioner",
                        "property opexec=dev.plumbline.dl4j.run.GcSafeExecutioner",
                        "property org.bytedeco.javacpp.maxPhysicalBytes=0",
                        "property shapeinfoprovider=dev.plumbline.dl4j.run.CachedShapes",
                        "property slf4j.internal.verbosity=ERROR",
                        "shapes CachedShapes"),
                run(unlogged(), "-Dplumbline.tuning=true"));
    }
}
