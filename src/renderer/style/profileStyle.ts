/** What a column holds. `&` is the output. */
export const profileStyle = `
& .profile {
  display: flex;
  flex-direction: column;
  gap: 10px;
}
& .facts {
  display: grid;
  grid-template-columns: auto 1fr;
  gap: 2px 12px;
  margin: 0;
}
& .facts dt {
  color: var(--vscode-descriptionForeground);
}
& .facts dd {
  margin: 0;
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: pre;
  font-variant-numeric: tabular-nums;
}
& .histogram {
  display: flex;
  align-items: stretch;
  gap: 1px;
  height: 56px;
  border-bottom: 1px solid var(--vscode-descriptionForeground);
}
& .histogram-step {
  display: flex;
  flex: 1;
  align-items: flex-end;
}
& .histogram-bar {
  width: 100%;
  background: var(--vscode-charts-blue, var(--vscode-textLink-foreground));
}
& .histogram-ends {
  display: flex;
  justify-content: space-between;
  gap: 12px;
  color: var(--vscode-descriptionForeground);
  font-size: 0.85em;
  font-variant-numeric: tabular-nums;
}
& .top-values {
  margin: 0;
  padding: 0;
  list-style: none;
}
& .top-values li {
  position: relative;
  display: flex;
  gap: 8px;
  padding: 1px 4px;
}
& .top-bar {
  position: absolute;
  inset: 1px auto 1px 0;
  border-radius: 2px;
  background: var(--vscode-charts-blue, var(--vscode-textLink-foreground));
  opacity: 0.25;
}
& .top-name {
  position: relative;
  flex: 1;
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: pre;
}
& .top-count {
  position: relative;
  font-variant-numeric: tabular-nums;
}
`;
