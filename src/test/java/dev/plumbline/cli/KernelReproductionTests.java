package dev.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.Slow;
import dev.plumbline.backend.Kernel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A run that is trained again under another kernel. Every processor of 64 bits runs the two kernels. */
@Slow
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class KernelReproductionTests {
    @TempDir
    private Path directory;

    private String output(Kernel kernel, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dorg.nd4j.log.initialization=false",
                "-cp",
                System.getProperty("java.class.path"),
                Plumbline.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put(Kernel.VARIABLE, kernel.title());
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return out + "exit " + process.waitFor() + "\n";
    }

    @Test
    void otherLastBitsAreExplainedByTheKernel() throws IOException, InterruptedException {
        Path run = directory.resolve("run");
        String trained =
                output(Kernel.PRESCOTT, "train", "configs/digits.yaml", "--epochs", "2", "--run", run.toString());
        assertTrue(trained.endsWith("exit 0\n"), trained);
        assertTrue(Files.readString(run.resolve("run.json")).contains("\"kernel\": \"Prescott\""));
        assertEquals(
                "SAME", output(Kernel.PRESCOTT, "reproduce", run.toString()).substring(0, 4));
        String differs = output(Kernel.NEHALEM, "reproduce", run.toString());
        assertTrue(differs.contains("  kernel: then Prescott, now Nehalem\n"), differs);
        assertTrue(differs.contains("Different kernel: the last bits of sums differ. The weights agree"), differs);
        assertTrue(differs.endsWith("exit 3\n"), differs);
    }
}
