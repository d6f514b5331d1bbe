package dev.plumbline.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The modules with which scripts are watched and edited, called from a small program. */
final class ScriptModules {
    private ScriptModules() {}

    /** Runs a program that may import them; returns what it prints. It must succeed. */
    static String run(String program, String input, List<String> arguments) throws IOException, InterruptedException {
        Python.require();
        List<String> command = new ArrayList<>(List.of("python3", "-B", "-c", program));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Path resources = Path.of("src/main/resources/dev/plumbline");
        String path = Stream.of("script", "recording")
                .map(resources::resolve)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        builder.environment().put("PYTHONPATH", path);
        Process process = builder.start();
        process.getOutputStream().write(input.getBytes());
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), printed);
        return printed;
    }
}
