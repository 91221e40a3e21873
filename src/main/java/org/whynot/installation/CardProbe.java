package org.whynot.installation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Asks this machine about its graphics card: the driver's tool {@code nvidia-smi}, and on Linux the list of devices.
 *
 * @param hardware whether the system sees an NVIDIA card
 * @param cards what the driver reports
 * @param driver the driver's version, empty if unknown
 * @param driverCuda the newest CUDA that the driver can run, empty if unknown
 * @param message what the tool said instead; empty if it listed cards, or is not there
 */
public record CardProbe(
        boolean hardware, List<CardFacts.Card> cards, String driver, String driverCuda, String message) {

    private static final long SECONDS = 20;
    private static final String NVIDIA = "0x10de";
    private static final String DISPLAY_CLASS = "0x03";
    private static final Path DEVICES = Path.of("/sys/bus/pci/devices");

    /** Copies the list. */
    public CardProbe {
        cards = List.copyOf(cards);
    }

    /** Takes at most some seconds, as a driver's tool may hang; never throws because of the tool. */
    public static CardProbe run() {
        boolean hardware = hardware(DEVICES) || System.getProperty("os.name").startsWith("Windows") && onWindows();
        for (String tool : tools()) {
            String table = output(
                    tool, "--query-gpu=name,driver_version,compute_cap,memory.total", "--format=csv,noheader,nounits");
            if (table == null) continue;
            // Older tools don't know compute_cap and print a help text.
            if (table.contains("not a valid field"))
                table = output(tool, "--query-gpu=name,driver_version,memory.total", "--format=csv,noheader,nounits");
            String summary = output(tool);
            return parse(hardware, table == null ? "" : table, summary == null ? "" : summary);
        }
        return new CardProbe(hardware, List.of(), "", "", "");
    }

    /** Windows lists a card by its maker's number with or without the driver. */
    private static boolean onWindows() {
        String devices =
                output("powershell", "-NoProfile", "-Command", "(Get-CimInstance Win32_VideoController).PNPDeviceID");
        return devices != null && devices.contains("VEN_10DE");
    }

    private static List<String> tools() {
        // The second is where the Linux that runs inside Windows has it.
        List<String> tools = new ArrayList<>(List.of("nvidia-smi", "/usr/lib/wsl/lib/nvidia-smi"));
        for (String variable : List.of("ProgramW6432", "ProgramFiles")) {
            String folder = System.getenv(variable);
            // Where older drivers for Windows put it.
            if (folder != null) tools.add(folder + "\\NVIDIA Corporation\\NVSMI\\nvidia-smi.exe");
        }
        return tools;
    }

    /** What the tool printed; null if it is not there or does not end. */
    private static String output(String... command) {
        Path file = null;
        try {
            // Into a file: a tool that hangs must not keep us waiting at its pipe.
            file = Files.createTempFile("whynot-card", ".txt");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(file.toFile())
                    .start();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "The tool " + command[0] + " did not answer within " + SECONDS + " seconds";
            }
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } finally {
            if (file != null) file.toFile().delete();
        }
    }

    /**
     * Reads what the tool printed.
     *
     * @param table a card a line: name, driver, memory in MB, and the compute capability before the memory where the tool knows it
     * @param summary the tool's page without options, which has the newest CUDA in its head
     */
    static CardProbe parse(boolean hardware, String table, String summary) {
        List<CardFacts.Card> cards = new ArrayList<>();
        String driver = "";
        String message = "";
        for (String line :
                table.lines().map(String::strip).filter(text -> !text.isEmpty()).toList()) {
            String[] cells = line.split("\\s*,\\s*");
            if (cells.length < 3 || !cells[1].matches("[0-9][0-9.]*")) {
                if (message.isEmpty()) message = line.replaceFirst("\\.+$", "");
                continue;
            }
            driver = cells[1];
            cards.add(new CardFacts.Card(cells[0], cells.length > 3 ? cells[2] : "", number(cells[cells.length - 1])));
        }
        int at = summary.indexOf("CUDA Version:");
        String cuda = at < 0
                ? ""
                : summary.substring(at + "CUDA Version:".length()).strip().split("[^0-9.]", 2)[0];
        // The tool is there without a card, too.
        boolean none = message.toLowerCase(Locale.ROOT).contains("no devices were found");
        return new CardProbe(
                hardware || !cards.isEmpty(), cards, driver, cuda, cards.isEmpty() && !none ? message : "");
    }

    private static long number(String cell) {
        return cell.matches("[0-9]{1,9}") ? Long.parseLong(cell) : 0;
    }

    /** Whether a folder of devices, as Linux shows them, has a display by NVIDIA; false on other systems. */
    static boolean hardware(Path devices) {
        if (!Files.isDirectory(devices)) return false;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(devices)) {
            for (Path device : entries)
                if (text(device.resolve("vendor")).equals(NVIDIA)
                        && text(device.resolve("class")).startsWith(DISPLAY_CLASS)) return true;
        } catch (IOException e) {
            // A system that does not show its devices: the driver's tool has to do.
            return false;
        }
        return false;
    }

    private static String text(Path file) throws IOException {
        return Files.isReadable(file) ? Files.readString(file).strip() : "";
    }
}
