// Each script only hands the words typed so far to `completion words` and takes its lines as the
// candidates: what can be completed is decided in one place, for every shell.

export type CompletionShell = "bash" | "zsh" | "fish" | "powershell";

const bash = `# talos-vault completion for bash
_talos_vault() {
  local IFS=$'\\n' words=() word before=" " start=""
  # bash splits words at : and =, which roles and --option=value have, and completes the last part.
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD}"; do
    if [[ $word == [:=] || $before == [:=] ]] && ((\${#words[@]})); then
      words[\${#words[@]}-1]+=$word
    else
      words+=("$word")
    fi
    before=$word
  done
  [[ \${words[\${#words[@]}-1]} == *[:=]* ]] && start=\${words[\${#words[@]}-1]%"\${words[\${#words[@]}-1]##*[:=]}"}
  COMPREPLY=()
  while IFS= read -r word; do
    COMPREPLY+=("$(printf '%q' "\${word#"$start"}")")
  done < <(talos-vault completion words -- "\${words[@]}" 2>/dev/null)
}
complete -o default -F _talos_vault talos-vault
`;

const zsh = `#compdef talos-vault
_talos_vault() {
  local -a candidates
  candidates=("\${(@f)$(talos-vault completion words -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  candidates=("\${(@)candidates:#}")
  if (( $#candidates )); then compadd -Q -- "\${(@q)candidates}"; else _default; fi
}
if [ "$funcstack[1]" = "_talos_vault" ]; then _talos_vault; else compdef _talos_vault talos-vault; fi
`;

const fish = `# talos-vault completion for fish
function __talos_vault_words
    set -l typed (commandline -opc) (commandline -ct)
    talos-vault completion words -- $typed[2..-1] 2>/dev/null
end
complete -c talos-vault -a '(__talos_vault_words)'
`;

const powershell = `# talos-vault completion for PowerShell
Register-ArgumentCompleter -Native -CommandName talos-vault -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $typed = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
    if ($wordToComplete -eq '') { $typed += '' }
    talos-vault completion words '--' @typed 2>$null | ForEach-Object {
        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
    }
}
`;

export const completionScripts: Readonly<Record<CompletionShell, string>> = {
  bash,
  zsh,
  fish,
  powershell,
};
