"""The disclosure desk: registering applications, their steps, files and letters, the annual report."""
