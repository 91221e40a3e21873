package org.whynot.ui;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.ImagePlus;
import java.awt.event.ActionEvent;
import java.awt.image.BufferedImage;
import java.io.File;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.whynot.explain.Evidence;
import org.whynot.explain.Question;
import org.whynot.frontend.SampleVideo;
import org.whynot.overlay.LastAnswer;
import org.whynot.util.NeedsDisplay;

/** The browser with Fiji's look and feel, light and dark, on screens of both scalings: in Java processes of their own. */
@NeedsDisplay
class LookAndFeelWindowTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"light, 1", "dark, 1", "light, 2", "dark, 2"})
    void everyPartIsInsideTheWindowAndTheGroundIsThatOfTheLookAndFeel(String look, int scale) throws Exception {
        Fork.scaled(scale, LookAndFeelWindowTest.class, folder, look, Integer.toString(scale));
        BufferedImage picture =
                ImageIO.read(new File("target/screenshots/browser-flat-" + look + "-" + scale + ".png"));
        int ground = picture.getRGB(picture.getWidth() / 2, picture.getHeight() - 4 * scale) & 0xFF;
        assertTrue(look.equals("dark") ? ground < 100 : ground > 200, "ground " + ground);
    }

    /** Shows the browser, takes its picture, and exits with 1 if a part is cut off. */
    public static void main(String[] args) {
        try {
            Fork.look(args[0]);
            System.exit(show(args[0] + "-" + args[1]) ? 0 : 1);
        } catch (Throwable e) {
            e.printStackTrace();
            System.exit(2);
        }
    }

    private static boolean show(String name) throws Exception {
        ImagePlus image = SampleVideo.open();
        LastAnswer last =
                BrowserFixture.explain(image, "cells", new Question("predicted", "apoptosis", 2, Evidence.BOTH, false));
        image.show();
        ExplanationBrowsers.Browser browser = BrowserFixture.onEvents(() -> ExplanationBrowsers.openNow(image, last));
        BrowserController controller = browser.controller();
        for (BrowserAction action : new BrowserAction[] {BrowserAction.VERIFY, BrowserAction.HEAT}) {
            BrowserFixture.run(() -> {
                controller.action(action).putValue(javax.swing.Action.SELECTED_KEY, true);
                controller.action(action).actionPerformed(new ActionEvent(controller, 0, ""));
            });
            BrowserFixture.await("idle", () -> !controller.isBusy());
        }
        BrowserFixture.await("checked", () -> !"not verified".equals(controller.panel.rows.getValueAt(0, 5)));
        BrowserFixture.await("heat", () -> controller.panel.heatKey.isShowing());
        BrowserFixture.screenshot(browser.window(), "browser-flat-" + name);
        return BrowserFixture.onEvents(() -> {
            boolean whole = true;
            for (String part : new String[] {"Verify", "Heat map", "Save all...", "score plot", "before and after"}) {
                java.awt.Component c = BrowserFixture.named(controller.panel, part);
                java.awt.Rectangle visible = new java.awt.Rectangle();
                ((javax.swing.JComponent) c).computeVisibleRect(visible);
                boolean cut = visible.width < c.getWidth() || visible.height < c.getHeight() || c.getHeight() == 0;
                if (cut) System.out.println(part + " is cut off: " + visible + " of " + c.getSize());
                whole &= !cut;
            }
            return whole;
        });
    }
}
