package dev.plumbline.cli.describe;

import dev.plumbline.backend.Inventory;
import dev.plumbline.cli.options.Machine;
import dev.plumbline.cli.terminal.ExitCode;
import dev.plumbline.cli.terminal.Output;
import dev.plumbline.cli.terminal.Verb;
import dev.plumbline.report.document.Json;
import dev.plumbline.report.run.DoctorReport;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code plumbline doctor}: shows which backends DL4J can use here, and why it cannot use the others. Does not load
 * ND4J; kernels run in processes of their own.
 */
@Command(
        name = "doctor",
        header = "Show the backends that DL4J can use on this machine.",
        description = {
            "",
            "Shows the backends of this build, the GPUs that the driver reports, the CUDA libraries, threads and "
                    + "memory. Shows which backend `cpu`, `cuda` and `auto` select, and what to do if one is not "
                    + "available. Measures the speed of OpenBLAS's kernels for two seconds, and shows who chose the current one."
        },
        footer = {"", "Example:", "  plumbline doctor"})
public final class DoctorCommand extends Verb {
    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws IOException {
        Machine machine = Machine.here();
        DoctorReport report =
                new DoctorReport(Inventory.here(), KernelChoice.compare(), machine.heapLimit(), machine.physical());
        print(output.json ? Json.text(report.json()) : report.text(style()));
        return ExitCode.DONE;
    }
}
