// Explains every video of a folder, and of the folders in it, and saves the results there, in the folder "explained".
// The folder is given as the argument, or chosen in a window. A run that was stopped can be started again: what is done is
// left as it is. The table summary.csv has a row a video, with the reason where one could not be explained.
options = "model=cells positive=predicted why_not=runner-up explanations=3 verify=no";

folder = getArgument();
if (folder == "")
	folder = getDirectory("Choose a folder of videos");
if (!endsWith(folder, "/") && !endsWith(folder, File.separator))
	folder = folder + "/";
// call() works with and without a window. In a window run("Explain Folder...", options) does the same.
print(call("org.whynot.imagej1.WhyNot.run", "Explain Folder...", "input=[" + folder + "] output=[" + folder + "explained] " + options));
